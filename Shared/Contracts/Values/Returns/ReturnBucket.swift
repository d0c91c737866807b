public import WireJSON

/// Where a unit of a return is; the last one when the return came to nothing.
public struct ReturnBucket: RawRepresentable, Hashable, Sendable, JSONCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let requested = ReturnBucket(rawValue: "return_requested")
    public static let inTransit = ReturnBucket(rawValue: "return_in_transit")
    public static let received = ReturnBucket(rawValue: "return_received")
    public static let restocked = ReturnBucket(rawValue: "restocked")
    public static let quarantined = ReturnBucket(rawValue: "quarantined")
    public static let writtenOff = ReturnBucket(rawValue: "written_off")
    public static let sentBack = ReturnBucket(rawValue: "sent_back")
    public static let delivered = ReturnBucket(rawValue: "delivered")
}
