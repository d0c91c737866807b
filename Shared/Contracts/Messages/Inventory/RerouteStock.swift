public import FoundationEssentials
public import WireJSON

/// A site cannot send what it was allocated: book what is missing, and let other sites send it.
public struct RerouteStock: Command {
    public static let type: MessageType = "waybill.inventory.reroute.v1"

    public var reservationID: UUID
    /// Which shortage it is about: asked for again in another message, it is the same. Nil from one that did not say.
    public var shortageID: UUID?
    /// Of the allocation that the site was given; nil means whatever the site holds of the reservation.
    public var allocationID: UUID?
    public var site: String
    /// `requested - available` units of each are not there, and are moved.
    public var lines: [ShortLine]
    /// Units that are there and are moved all the same.
    public var moved: [ParcelLine]
    /// Those of the moved that were picked: they stay unavailable until they are put back.
    public var keep: [AllocatedUnits]
    /// What is not there is there, but damaged: it goes to quarantine.
    public var damaged: Bool
    /// What is missing was counted, and is taken off the stock; false for a site that has closed.
    public var isCount: Bool

    public init(
        reservationID: UUID, shortageID: UUID? = nil, allocationID: UUID? = nil, site: String, lines: [ShortLine],
        moved: [ParcelLine] = [],
        keep: [AllocatedUnits] = [], damaged: Bool = false, isCount: Bool = true
    ) {
        self.reservationID = reservationID
        self.shortageID = shortageID
        self.allocationID = allocationID
        self.site = site
        self.lines = lines
        self.moved = moved
        self.keep = keep
        self.damaged = damaged
        self.isCount = isCount
    }

    public init(from json: JSONNode) throws(JSONError) {
        reservationID = try json.decode("reservationId")
        shortageID = try json.decodeIfPresent("shortageId")
        allocationID = try json.decodeIfPresent("allocationId")
        site = try json.decode("site")
        lines = try json.decode("lines")
        moved = try json.decode("moved", default: [])
        keep = try json.decode("keep", default: [])
        damaged = try json.decode("damaged", default: false)
        isCount = try json.decode("isCount", default: true)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("reservationId", reservationID)
            json.write("shortageId", shortageID)
            json.write("allocationId", allocationID)
            json.write("site", site)
            json.write("lines", lines)
            if !moved.isEmpty { json.write("moved", moved) }
            if !keep.isEmpty { json.write("keep", keep) }
            if damaged { json.write("damaged", damaged) }
            if !isCount { json.write("isCount", isCount) }
        }
    }
}
