public import WireJSON

/// What a customer is told about.
public struct Milestone: RawRepresentable, Hashable, Sendable, JSONCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let received = Milestone(rawValue: "received")
    public static let awaitingPayment = Milestone(rawValue: "awaiting_payment")
    public static let confirmed = Milestone(rawValue: "confirmed")
    public static let onHold = Milestone(rawValue: "on_hold")
    public static let paymentDeclined = Milestone(rawValue: "payment_declined")
    public static let shipped = Milestone(rawValue: "shipped")
    public static let delivered = Milestone(rawValue: "delivered")
    public static let cancelled = Milestone(rawValue: "cancelled")
    public static let refunded = Milestone(rawValue: "refunded")
    public static let expired = Milestone(rawValue: "expired")
}
