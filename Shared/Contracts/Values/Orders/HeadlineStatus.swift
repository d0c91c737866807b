public import WireJSON

/// The one word for an order, computed from units, payment state and holds, so that it cannot contradict them.
public struct HeadlineStatus: RawRepresentable, Hashable, Sendable, JSONCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let received = HeadlineStatus(rawValue: "received")
    public static let awaitingPayment = HeadlineStatus(rawValue: "awaiting_payment")
    public static let onHold = HeadlineStatus(rawValue: "on_hold")
    public static let verified = HeadlineStatus(rawValue: "verified")
    public static let backordered = HeadlineStatus(rawValue: "backordered")
    public static let allocated = HeadlineStatus(rawValue: "allocated")
    public static let picking = HeadlineStatus(rawValue: "picking")
    public static let packed = HeadlineStatus(rawValue: "packed")
    public static let partiallyShipped = HeadlineStatus(rawValue: "partially_shipped")
    public static let shipped = HeadlineStatus(rawValue: "shipped")
    public static let partiallyDelivered = HeadlineStatus(rawValue: "partially_delivered")
    public static let delivered = HeadlineStatus(rawValue: "delivered")
    public static let partiallyReturned = HeadlineStatus(rawValue: "partially_returned")
    public static let returned = HeadlineStatus(rawValue: "returned")
    public static let cancelled = HeadlineStatus(rawValue: "cancelled")
    public static let rejected = HeadlineStatus(rawValue: "rejected")
    public static let expired = HeadlineStatus(rawValue: "expired")
}
