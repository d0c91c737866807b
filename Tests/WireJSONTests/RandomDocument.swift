import TestSupport
import WireJSON

/// Makes random values and writes them in random but valid ways, independently of the writer under test.
struct RandomDocument {
    var random: SeededGenerator

    mutating func value(depth: Int = 0) -> JSONValue {
        switch Int.random(in: 0..<(depth < 5 ? 8 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2, 3: return .number(text: number())
        case 4: return .string(string())
        case 5:
            return .array((0..<Int.random(in: 0..<6, using: &random)).map { _ in value(depth: depth + 1) })
        default:
            var keys: Set<String> = []
            for _ in 0..<Int.random(in: 0..<9, using: &random) { keys.insert(string()) }
            // A set's order changes with the process; the same seed must give the same document.
            return .object(keys.sorted().map { ($0, value(depth: depth + 1)) })
        }
    }

    mutating func string() -> String {
        let length = Int.random(in: 0..<(Int.random(in: 0..<4, using: &random) == 0 ? 40 : 8), using: &random)
        var text = String.UnicodeScalarView()
        for _ in 0..<length { text.append(scalar()) }
        return String(text)
    }

    private mutating func scalar() -> Unicode.Scalar {
        let range: ClosedRange<UInt32> =
            switch Int.random(in: 0..<8, using: &random) {
            case 0: 0...0x1F
            case 1: 0x22...0x22
            case 2: 0x5C...0x5C
            case 3: 0x80...0x7FF
            case 4: 0x800...0xFFFF
            case 5: 0x10000...0x10FFFF
            default: 0x20...0x7E
            }
        let value = UInt32.random(in: range, using: &random)
        // Foundation drops a byte order mark at the beginning of a string; a test of its own shows that we do not.
        return value == 0xFEFF ? "\u{FFFD}" : Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    private mutating func number() -> String {
        var text = Bool.random(using: &random) ? "" : "-"
        switch Int.random(in: 0..<4, using: &random) {
        case 0: text += "0"
        case 1: text += String(UInt8.random(in: 1...9, using: &random))
        default: text += String(UInt64.random(in: 1...999_999_999_999_999, using: &random))
        }
        if Int.random(in: 0..<3, using: &random) == 0 {
            text += "." + digits()
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
            text += Bool.random(using: &random) ? "e" : "E"
            text += ["", "+", "-"].randomElement(using: &random) ?? ""
            text += String(Int.random(in: 0..<40, using: &random))
        }
        return text
    }

    private mutating func digits() -> String {
        String(
            (0..<Int.random(in: 1..<6, using: &random)).map { _ in "0123456789".randomElement(using: &random) ?? "0" })
    }

    /// The value as JSON with random blanks and escapes.
    mutating func text(of value: JSONValue) -> String {
        let text: String
        switch value {
        case .null: text = "null"
        case .bool(let bool): text = bool ? "true" : "false"
        case .number(let number): text = number
        case .string(let string): text = quoted(string)
        case .array(let values):
            text = "[" + blanks() + values.map { self.text(of: $0) }.joined(separator: ",") + "]"
        case .object(let members):
            let written = members.map { blanks() + quoted($0.0) + blanks() + ":" + self.text(of: $0.1) }
            text = "{" + blanks() + written.joined(separator: ",") + "}"
        }
        return blanks() + text + blanks()
    }

    private mutating func blanks() -> String {
        guard Int.random(in: 0..<4, using: &random) == 0 else { return "" }
        return [" ", "\n", "\r\n", "\t", "  \n\t "].randomElement(using: &random) ?? ""
    }

    private mutating func quoted(_ string: String) -> String {
        var text = "\""
        for scalar in string.unicodeScalars {
            let must = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            guard must || Int.random(in: 0..<10, using: &random) == 0 else {
                text.unicodeScalars.append(scalar)
                continue
            }
            let short: [Unicode.Scalar: String] = [
                "\"": "\\\"", "\\": "\\\\", "/": "\\/", "\u{8}": "\\b", "\u{C}": "\\f", "\n": "\\n", "\r": "\\r",
                "\t": "\\t",
            ]
            if let escape = short[scalar], Bool.random(using: &random) {
                text += escape
            } else {
                for unit in String(scalar).utf16 {
                    let hex = String(unit, radix: 16, uppercase: Bool.random(using: &random))
                    text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
                }
            }
        }
        return text + "\""
    }
}
