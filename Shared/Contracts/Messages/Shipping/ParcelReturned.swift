/// The parcel is back at the site that sent it.
public struct ParcelReturned: ParcelEndEvent {
    public static let type: MessageType = "waybill.shipping.returned.v1"

    public var end: ParcelEnd

    public init(_ end: ParcelEnd) {
        self.end = end
    }
}
