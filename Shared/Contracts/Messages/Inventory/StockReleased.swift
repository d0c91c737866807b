public import FoundationEssentials
public import WireJSON

/// A reservation, or some lines of it, is given back, or will never be made.
public struct StockReleased: Event {
    public static let type: MessageType = "waybill.inventory.released.v1"

    public var reservationID: UUID
    /// As in the command; empty means all of it.
    public var lines: [ParcelLine]
    public var ordinal: Int
    /// `expired` when the order was not paid in time; nil otherwise.
    public var reason: String?

    public init(reservationID: UUID, lines: [ParcelLine] = [], ordinal: Int = 0, reason: String? = nil) {
        self.reservationID = reservationID
        self.lines = lines
        self.ordinal = ordinal
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        reservationID = try json.decode("reservationId")
        lines = try json.decode("lines", default: [])
        ordinal = try json.decode("ordinal", default: 0)
        reason = try json.decodeIfPresent("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("reservationId", reservationID)
            if !lines.isEmpty { json.write("lines", lines) }
            if ordinal != 0 { json.write("ordinal", ordinal) }
            json.write("reason", reason)
        }
    }
}
