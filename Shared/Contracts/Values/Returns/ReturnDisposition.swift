public import WireJSON

/// What is done with a unit that was inspected.
public struct ReturnDisposition: RawRepresentable, Hashable, Sendable, JSONCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let restock = ReturnDisposition(rawValue: "restock")
    public static let quarantine = ReturnDisposition(rawValue: "quarantine")
    public static let writeOff = ReturnDisposition(rawValue: "write_off")
    public static let sendBack = ReturnDisposition(rawValue: "send_back")
}
