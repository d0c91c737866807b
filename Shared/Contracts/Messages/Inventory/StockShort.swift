public import FoundationEssentials
public import WireJSON

/// The stock cannot cover the order; nothing is reserved.
public struct StockShort: Event {
    public static let type: MessageType = "waybill.inventory.short.v1"

    public var reservationID: UUID
    public var lines: [ShortLine]

    public init(reservationID: UUID, lines: [ShortLine]) {
        self.reservationID = reservationID
        self.lines = lines
    }

    public init(from json: JSONNode) throws(JSONError) {
        reservationID = try json.decode("reservationId")
        lines = try json.decode("lines")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("reservationId", reservationID)
            json.write("lines", lines)
        }
    }
}
