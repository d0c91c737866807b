public import FoundationEssentials
public import WireJSON

/// The catalogue does not know these articles; the reservation goes on by itself when it does.
public struct StockWaiting: Event {
    public static let type: MessageType = "waybill.inventory.waiting.v1"

    public var reservationID: UUID
    /// SKUs.
    public var unknown: [String]

    public init(reservationID: UUID, unknown: [String]) {
        self.reservationID = reservationID
        self.unknown = unknown
    }

    public init(from json: JSONNode) throws(JSONError) {
        reservationID = try json.decode("reservationId")
        unknown = try json.decode("unknown")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("reservationId", reservationID)
            json.write("unknown", unknown)
        }
    }
}
