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
    /// The wish to cancel came too late; the goods are on their way.
    public static let cancelRefused = Milestone(rawValue: "cancel_refused")
    public static let partiallyCancelled = Milestone(rawValue: "partially_cancelled")
    public static let backordered = Milestone(rawValue: "backordered")
    public static let delayed = Milestone(rawValue: "delayed")
    public static let lost = Milestone(rawValue: "lost")
    public static let returnedToSender = Milestone(rawValue: "returned_to_sender")
    /// The carrier cannot deliver to the address; a correction lets the order go on.
    public static let addressNeeded = Milestone(rawValue: "address_needed")
    public static let orderChanged = Milestone(rawValue: "order_changed")
    /// Waits at the counter.
    public static let readyForPickup = Milestone(rawValue: "ready_for_pickup")
}
