/// The carrier has lost the parcel. Only its end may follow: it is delivered after all, or comes back.
public struct ParcelLost: ParcelEndEvent {
    public static let type: MessageType = "waybill.shipping.lost.v1"

    public var end: ParcelEnd

    public init(_ end: ParcelEnd) {
        self.end = end
    }
}
