import WireJSON

/// The type of a message: `waybill.<service>.<name>.v<N>`. The name may itself have dots.
///
/// It is an open set: a type that this version does not know is parked by its receiver, not refused by the decoder.
public struct MessageType: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, JSONCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public init(stringLiteral value: String) {
        self.init(rawValue: value)
    }

    /// Bytes, not characters: routing keys are made of these for every message.
    private var parts: [Substring.UTF8View] {
        rawValue.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    }

    /// `inventory` in `waybill.inventory.stock.receive.v1`: whom a command asks, or who states an event.
    public var service: String {
        let parts = self.parts
        return parts.count > 1 ? String(Substring(parts[1])) : ""
    }

    /// `stock.receive` in `waybill.inventory.stock.receive.v1`.
    public var name: String {
        let parts = self.parts
        guard parts.count > 3 else { return "" }
        return String(rawValue[parts[2].startIndex..<parts[parts.count - 2].endIndex])
    }

    /// 1 in `waybill.inventory.stock.receive.v1`; nil when the last part is not a version.
    public var version: Int? {
        let bytes = rawValue.utf8
        let start = bytes.lastIndex { !(48...57).contains($0) }.map(bytes.index(after:)) ?? bytes.startIndex
        let digits = bytes[start...]
        guard !digits.isEmpty, bytes.dropLast(digits.count).suffix(2).elementsEqual(".v".utf8) else { return nil }
        return Int(Substring(digits))
    }

    /// Four parts or more of lower-case letters, digits, `-` and `_`, the last a version. The length is bounded because
    /// routing keys are made of it, and AMQP allows these 255 bytes.
    public var isWellFormed: Bool {
        // Every envelope is checked, so this walks over the bytes instead of splitting the text.
        let bytes = rawValue.utf8.span
        guard bytes.count <= 128, rawValue.hasPrefix("waybill.") else { return false }
        var parts = 1
        var lastPart = 0
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "."):
                guard index > lastPart else { return false }
                parts += 1
                lastPart = index + 1
            case 97...122, 48...57, UInt8(ascii: "-"), UInt8(ascii: "_"): continue
            default: return false
            }
        }
        return parts >= 4 && lastPart < bytes.count && version != nil
    }
}
