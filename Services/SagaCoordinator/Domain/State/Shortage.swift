import Contracts
import FoundationEssentials
import WireJSON

/// Units that a site was to send and cannot; another site, or the backorders, are to have them.
package struct Shortage: Hashable, Sendable, JSONCodable {
    package let id: UUID
    /// What it was told of, and as which of its shortages.
    package let fulfilmentID: UUID?
    package let ordinal: Int?
    package let allocationID: UUID?
    package let site: String
    /// What is not there.
    package let lines: [ShortLine]
    /// What is there and goes elsewhere all the same.
    package let moved: [ParcelLine]
    package let isDamaged: Bool
    package let isCount: Bool
    /// The order lines that it is about.
    package let lineIDs: [String]
    /// Components of kits of which nobody has said yet what becomes of them: units of the order line do not tell.
    package var components: [MissingComponent]

    package init(
        id: UUID, fulfilmentID: UUID? = nil, ordinal: Int? = nil, allocationID: UUID?, site: String,
        lines: [ShortLine], moved: [ParcelLine], isDamaged: Bool, isCount: Bool, lineIDs: [String],
        components: [MissingComponent] = []
    ) {
        self.id = id
        self.fulfilmentID = fulfilmentID
        self.ordinal = ordinal
        self.allocationID = allocationID
        self.site = site
        self.lines = lines
        self.moved = moved
        self.isDamaged = isDamaged
        self.isCount = isCount
        self.lineIDs = lineIDs
        self.components = components
    }

    package init(from json: JSONNode) throws(JSONError) {
        id = try json.decode("id")
        fulfilmentID = try json.decodeIfPresent("fulfilmentId")
        ordinal = try json.decodeIfPresent("ordinal")
        allocationID = try json.decodeIfPresent("allocationId")
        site = try json.decode("site")
        lines = try json.decode("lines")
        moved = try json.decode("moved", default: [])
        isDamaged = try json.decode("damaged", default: false)
        isCount = try json.decode("count", default: true)
        lineIDs = try json.decode("lineIds")
        components = try json.decode("components", default: [])
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("id", id)
            json.write("fulfilmentId", fulfilmentID)
            json.write("ordinal", ordinal)
            json.write("allocationId", allocationID)
            json.write("site", site)
            json.write("lines", lines)
            if !moved.isEmpty { json.write("moved", moved) }
            if isDamaged { json.write("damaged", true) }
            if !isCount { json.write("count", false) }
            json.write("lineIds", lineIDs)
            if !components.isEmpty { json.write("components", components) }
        }
    }
}
