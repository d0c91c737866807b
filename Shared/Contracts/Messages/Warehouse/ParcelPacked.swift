public import FoundationEssentials
public import WireJSON

/// Everything of the fulfilment order is in a parcel, checked.
public struct ParcelPacked: Event {
    public static let type: MessageType = "waybill.warehouse.packed.v1"

    public var fulfilmentOrderID: UUID
    public var parcel: Parcel

    public init(fulfilmentOrderID: UUID, parcel: Parcel) {
        self.fulfilmentOrderID = fulfilmentOrderID
        self.parcel = parcel
    }

    public init(from json: JSONNode) throws(JSONError) {
        fulfilmentOrderID = try json.decode("fulfilmentOrderId")
        parcel = try json.decode("parcel")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("fulfilmentOrderId", fulfilmentOrderID)
            json.write("parcel", parcel)
        }
    }
}
