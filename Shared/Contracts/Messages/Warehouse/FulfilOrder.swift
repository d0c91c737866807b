public import FoundationEssentials
public import WireJSON

/// Release a fulfilment order to a site's floor.
public struct FulfilOrder: Command {
    public static let type: MessageType = "waybill.warehouse.fulfil.v1"

    public var fulfilmentOrderID: UUID
    /// What the parcel will consume.
    public var reservationID: UUID
    public var number: String
    public var allocation: Allocation
    public var isExpress: Bool

    public init(
        fulfilmentOrderID: UUID, reservationID: UUID, number: String, allocation: Allocation, isExpress: Bool = false
    ) {
        self.fulfilmentOrderID = fulfilmentOrderID
        self.reservationID = reservationID
        self.number = number
        self.allocation = allocation
        self.isExpress = isExpress
    }

    public init(from json: JSONNode) throws(JSONError) {
        fulfilmentOrderID = try json.decode("fulfilmentOrderId")
        reservationID = try json.decode("reservationId")
        number = try json.decode("number")
        allocation = try json.decode("allocation")
        isExpress = try json.decode("isExpress", default: false)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("fulfilmentOrderId", fulfilmentOrderID)
            json.write("reservationId", reservationID)
            json.write("number", number)
            json.write("allocation", allocation)
            json.write("isExpress", isExpress)
        }
    }
}
