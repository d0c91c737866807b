/// The carrier brings the parcel back: nobody took it, or it could not be delivered. Always before ``ParcelReturned``.
public struct ParcelReturning: ParcelEndEvent {
    public static let type: MessageType = "waybill.shipping.returning.v1"

    public var end: ParcelEnd

    public init(_ end: ParcelEnd) {
        self.end = end
    }
}
