public import FoundationEssentials
public import WireJSON

/// Units of the order have a site. What waits for goods is told of apart, as backordered, and as reserved when it is.
public struct StockReserved: Event {
    public static let type: MessageType = "waybill.inventory.reserved.v1"

    public var reservationID: UUID
    /// New ones; each is told once, except that a repeated command is answered with all that still hold.
    public var allocations: [Allocation]
    /// What older allocations lost, and these have got.
    public var withdrawn: [WithdrawnUnits]

    public init(reservationID: UUID, allocations: [Allocation], withdrawn: [WithdrawnUnits] = []) {
        self.reservationID = reservationID
        self.allocations = allocations
        self.withdrawn = withdrawn
    }

    public init(from json: JSONNode) throws(JSONError) {
        reservationID = try json.decode("reservationId")
        allocations = try json.decode("allocations")
        withdrawn = try json.decode("withdrawn", default: [])
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("reservationId", reservationID)
            json.write("allocations", allocations)
            if !withdrawn.isEmpty { json.write("withdrawn", withdrawn) }
        }
    }
}
