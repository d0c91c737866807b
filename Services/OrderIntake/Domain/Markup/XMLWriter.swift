/// Writes XML, a call an element.
package struct XMLWriter {
    package private(set) var text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"

    package init() {}

    package mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ body: (inout XMLWriter) -> Void
    ) {
        let written = attributes.map { " \($0.key)=\"\(Self.escaped($0.value))\"" }.joined()
        text += "<\(name)\(written)>"
        body(&self)
        text += "</\(name)>"
    }

    /// - Parameter limit: in characters (Unicode scalars): what is longer is cut, since a document that breaks its schema is
    ///   refused with all that is in it.
    package mutating func element(_ name: String, _ value: String, limit: Int = .max) {
        let cut = value.unicodeScalars.prefix(limit)
        text += "<\(name)>\(Self.escaped(String(String.UnicodeScalarView(cut))))</\(name)>"
    }

    /// The element, unless there is nothing to say.
    package mutating func element(_ name: String, _ value: String?, limit: Int = .max) {
        if let value, !value.isEmpty { element(name, value, limit: limit) }
    }

    /// Without what XML 1.0 cannot hold at all.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
            default:
                if scalar.value >= 0x20, scalar.value != 0xFFFE, scalar.value != 0xFFFF {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }
}
