public import FoundationEssentials
public import WireJSON

/// Units of a stopped fulfilment order lie in their bins again. Told per scan, and only of that scan's units; it may
/// overtake the release that keeps them.
public struct PutBackDone: Event {
    public static let type: MessageType = "waybill.warehouse.put_back.v1"

    public var fulfilmentOrderID: UUID
    public var reservationID: UUID
    /// The site's code.
    public var site: String
    public var lines: [AllocatedUnits]
    /// Nothing of this fulfilment order is left to be put back.
    public var isComplete: Bool

    public init(
        fulfilmentOrderID: UUID, reservationID: UUID, site: String, lines: [AllocatedUnits], isComplete: Bool
    ) {
        self.fulfilmentOrderID = fulfilmentOrderID
        self.reservationID = reservationID
        self.site = site
        self.lines = lines
        self.isComplete = isComplete
    }

    public init(from json: JSONNode) throws(JSONError) {
        fulfilmentOrderID = try json.decode("fulfilmentOrderId")
        reservationID = try json.decode("reservationId")
        site = try json.decode("site")
        lines = try json.decode("lines")
        isComplete = try json.decode("isComplete", default: false)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("fulfilmentOrderId", fulfilmentOrderID)
            json.write("reservationId", reservationID)
            json.write("site", site)
            json.write("lines", lines)
            json.write("isComplete", isComplete)
        }
    }
}
