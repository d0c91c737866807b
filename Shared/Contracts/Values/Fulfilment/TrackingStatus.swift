public import WireJSON

/// One list for all carriers, in rising rank.
public struct TrackingStatus: RawRepresentable, Hashable, Sendable, JSONCodable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let labelled = TrackingStatus(rawValue: "labelled")
    public static let preTransit = TrackingStatus(rawValue: "pre_transit")
    public static let inTransit = TrackingStatus(rawValue: "in_transit")
    public static let outForDelivery = TrackingStatus(rawValue: "out_for_delivery")
    public static let availableForPickup = TrackingStatus(rawValue: "available_for_pickup")
    public static let deliveryFailed = TrackingStatus(rawValue: "delivery_failed")
    public static let delayed = TrackingStatus(rawValue: "delayed")
    public static let exception = TrackingStatus(rawValue: "exception")
    public static let delivered = TrackingStatus(rawValue: "delivered")
    public static let returnToSender = TrackingStatus(rawValue: "return_to_sender")
    public static let returned = TrackingStatus(rawValue: "returned")
    public static let lost = TrackingStatus(rawValue: "lost")
}
