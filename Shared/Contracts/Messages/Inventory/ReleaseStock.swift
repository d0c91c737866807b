public import FoundationEssentials
public import WireJSON

/// Give a reservation back, whatever became of it, and refuse one that comes later.
public struct ReleaseStock: Command {
    public static let type: MessageType = "waybill.inventory.release.v1"

    public var reservationID: UUID
    public var reason: String

    public init(reservationID: UUID, reason: String) {
        self.reservationID = reservationID
        self.reason = reason
    }

    public init(from json: JSONNode) throws(JSONError) {
        reservationID = try json.decode("reservationId")
        reason = try json.decode("reason")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("reservationId", reservationID)
            json.write("reason", reason)
        }
    }
}
