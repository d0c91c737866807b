import Contracts
import Logging
import WireJSON

/// The parts of one log line, and its two forms.
struct LogLine {
    var time: Timestamp
    var level: Logger.Level
    var service: String
    var label: String?
    var message: String
    var metadata: Logger.Metadata

    /// Metadata under these keys comes before the rest, in this order.
    private static let firstClass = ["orderid", "traceid", "spanid", "messageid"]
    private static let own: Set<String> = ["time", "level", "service", "label", "message"]

    var json: [UInt8] {
        var writer = JSONWriter(reservingCapacity: 512)
        writer.object { line in
            line.write("time", time.millisecondText)
            line.write("level", level.rawValue)
            line.write("service", service)
            line.write("label", label)
            line.write("message", message)
            for (key, value) in fields {
                // A member must not be there twice, or the readers disagree on which one counts.
                line.write(Self.own.contains(key) ? "metadata.\(key)" : key, value)
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    var text: [UInt8] {
        let name = label.map { "\(service)/\($0)" } ?? service
        let level = level.rawValue.uppercased()
        let padding = String(repeating: " ", count: max(0, 8 - level.count))
        let tail = fields.map { " \($0)=\(Self.quoted($1))" }.joined()
        return Array("\(time.millisecondText) \(level)\(padding) \(name): \(Self.printable(message))\(tail)\n".utf8)
    }

    private var fields: [(String, String)] {
        var flat: [(key: String, value: String)] = []
        for (key, value) in metadata { Self.flatten(value, key, into: &flat) }
        return flat.sorted {
            Self.rank($0.key) == Self.rank($1.key) ? $0.key < $1.key : Self.rank($0.key) < Self.rank($1.key)
        }
    }

    private static func rank(_ key: String) -> Int { firstClass.firstIndex(of: key) ?? firstClass.count }

    private static func flatten(
        _ value: Logger.Metadata.Value, _ key: String, into flat: inout [(key: String, value: String)]
    ) {
        switch value {
        case .string(let text): flat.append((key, text))
        case .stringConvertible(let value): flat.append((key, "\(value)"))
        case .dictionary(let members): for (name, value) in members { flatten(value, "\(key).\(name)", into: &flat) }
        case .array(let elements): flat.append((key, elements.map { "\($0)" }.joined(separator: ",")))
        }
    }

    private static func quoted(_ value: String) -> String {
        let plain = !value.isEmpty && value.allSatisfy { !$0.isWhitespace && $0 != "\"" && $0 != "=" }
        return plain ? printable(value) : "\"\(printable(value.replacing("\"", with: "\\\"")))\""
    }

    /// Control characters are escaped: a text from outside must not forge a line or colour a terminal.
    private static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return text }
        return text.unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control ? scalar.escaped(asASCII: false) : String(scalar)
        }.joined()
    }
}
