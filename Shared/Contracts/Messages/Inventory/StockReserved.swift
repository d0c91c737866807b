public import FoundationEssentials
public import WireJSON

/// Every unit has a site.
public struct StockReserved: Event {
    public static let type: MessageType = "waybill.inventory.reserved.v1"

    public var reservationID: UUID
    public var allocations: [Allocation]

    public init(reservationID: UUID, allocations: [Allocation]) {
        self.reservationID = reservationID
        self.allocations = allocations
    }

    public init(from json: JSONNode) throws(JSONError) {
        reservationID = try json.decode("reservationId")
        allocations = try json.decode("allocations")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("reservationId", reservationID)
            json.write("allocations", allocations)
        }
    }
}
