public import FoundationEssentials
public import WireJSON

/// A reservation is given back, or will never be made.
public struct StockReleased: Event {
    public static let type: MessageType = "waybill.inventory.released.v1"

    public var reservationID: UUID

    public init(reservationID: UUID) {
        self.reservationID = reservationID
    }

    public init(from json: JSONNode) throws(JSONError) {
        reservationID = try json.decode("reservationId")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("reservationId", reservationID)
        }
    }
}
