public import FoundationEssentials
public import WireJSON

/// The stock cannot cover the lines, and they do not wait: `requested - available` units of each are not reserved. In answer
/// to a first reservation nothing is.
public struct StockShort: Event {
    public static let type: MessageType = "waybill.inventory.short.v1"

    public var reservationID: UUID
    public var lines: [ShortLine]
    /// What allocations lost by it.
    public var withdrawn: [WithdrawnUnits]

    public init(reservationID: UUID, lines: [ShortLine], withdrawn: [WithdrawnUnits] = []) {
        self.reservationID = reservationID
        self.lines = lines
        self.withdrawn = withdrawn
    }

    public init(from json: JSONNode) throws(JSONError) {
        reservationID = try json.decode("reservationId")
        lines = try json.decode("lines")
        withdrawn = try json.decode("withdrawn", default: [])
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("reservationId", reservationID)
            json.write("lines", lines)
            if !withdrawn.isEmpty { json.write("withdrawn", withdrawn) }
        }
    }
}
