public import FoundationEssentials
public import WireJSON

/// Give a reservation back, or some lines of it, whatever became of it, and refuse one that comes later.
public struct ReleaseStock: Command {
    public static let type: MessageType = "waybill.inventory.release.v1"

    public var reservationID: UUID
    public var reason: String
    /// Units to be given back; empty means all of them, now and for ever.
    public var lines: [ParcelLine]
    /// Tells the partial releases of one reservation apart.
    public var ordinal: Int
    /// Where the lines are given back first; nil means what waits for goods, then the newest allocation.
    public var allocationID: UUID?
    /// Those of the units that were picked: they stay unavailable until they are put back.
    public var keep: [AllocatedUnits]

    public init(
        reservationID: UUID, reason: String, lines: [ParcelLine] = [], ordinal: Int = 0, allocationID: UUID? = nil,
        keep: [AllocatedUnits] = []
    ) {
        self.reservationID = reservationID
        self.reason = reason
        self.lines = lines
        self.ordinal = ordinal
        self.allocationID = allocationID
        self.keep = keep
    }

    public init(from json: JSONNode) throws(JSONError) {
        reservationID = try json.decode("reservationId")
        reason = try json.decode("reason")
        lines = try json.decode("lines", default: [])
        ordinal = try json.decode("ordinal", default: 0)
        allocationID = try json.decodeIfPresent("allocationId")
        keep = try json.decode("keep", default: [])
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("reservationId", reservationID)
            json.write("reason", reason)
            if !lines.isEmpty { json.write("lines", lines) }
            if ordinal != 0 { json.write("ordinal", ordinal) }
            json.write("allocationId", allocationID)
            if !keep.isEmpty { json.write("keep", keep) }
        }
    }
}
