public import FoundationEssentials
public import WireJSON

/// Units of the order wait for goods; they are reserved by themselves when goods come in, and told of as reserved.
public struct StockBackordered: Event {
    public static let type: MessageType = "waybill.inventory.backordered.v1"

    public var reservationID: UUID
    /// `requested - available` units of each wait, in units of the order line.
    public var lines: [ShortLine]
    /// When all of them should be there; nil when nobody knows.
    public var promisedAt: Timestamp?
    /// What allocations lost by it.
    public var withdrawn: [WithdrawnUnits]

    public init(
        reservationID: UUID, lines: [ShortLine], promisedAt: Timestamp? = nil, withdrawn: [WithdrawnUnits] = []
    ) {
        self.reservationID = reservationID
        self.lines = lines
        self.promisedAt = promisedAt
        self.withdrawn = withdrawn
    }

    public init(from json: JSONNode) throws(JSONError) {
        reservationID = try json.decode("reservationId")
        lines = try json.decode("lines")
        promisedAt = try json.decodeIfPresent("promisedAt")
        withdrawn = try json.decode("withdrawn", default: [])
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("reservationId", reservationID)
            json.write("lines", lines)
            json.write("promisedAt", promisedAt)
            if !withdrawn.isEmpty { json.write("withdrawn", withdrawn) }
        }
    }
}
