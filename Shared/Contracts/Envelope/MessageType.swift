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

    private var parts: [Substring] { rawValue.split(separator: ".", omittingEmptySubsequences: false) }

    /// `inventory` in `waybill.inventory.stock.receive.v1`: whom a command asks, or who states an event.
    public var service: String {
        let parts = self.parts
        return parts.count > 1 ? String(parts[1]) : ""
    }

    /// `stock.receive` in `waybill.inventory.stock.receive.v1`.
    public var name: String {
        parts.dropFirst(2).dropLast().joined(separator: ".")
    }

    /// 1 in `waybill.inventory.stock.receive.v1`; nil when the last part is not a version.
    public var version: Int? {
        guard let digits = parts.last?.utf8, digits.first == UInt8(ascii: "v"),
            digits.dropFirst().allSatisfy({ (48...57).contains($0) })
        else { return nil }
        return Int(Substring(digits.dropFirst()))
    }

    /// Four parts or more of lower-case letters, digits, `-` and `_`, the last a version. The length is bounded because
    /// routing keys are made of it, and AMQP allows these 255 bytes.
    public var isWellFormed: Bool {
        let parts = self.parts
        return parts.count >= 4 && parts[0] == "waybill" && rawValue.utf8.count <= 128 && version != nil
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.utf8.allSatisfy {
                        (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95
                    }
            }
    }
}
