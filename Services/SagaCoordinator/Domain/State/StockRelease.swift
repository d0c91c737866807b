import Contracts
import FoundationEssentials
import WireJSON

/// Units that the order does not need any more, while it needs others.
package struct StockRelease: Hashable, Sendable, JSONCodable {
    package let id: UUID
    /// From 1, by order.
    package let ordinal: Int
    package let allocationID: UUID?
    package let lines: [ParcelLine]
    package let keep: [AllocatedUnits]

    package init(id: UUID, ordinal: Int, allocationID: UUID?, lines: [ParcelLine], keep: [AllocatedUnits]) {
        self.id = id
        self.ordinal = ordinal
        self.allocationID = allocationID
        self.lines = lines
        self.keep = keep
    }

    package init(from json: JSONNode) throws(JSONError) {
        id = try json.decode("id")
        ordinal = try json.decode("ordinal")
        allocationID = try json.decodeIfPresent("allocationId")
        lines = try json.decode("lines")
        keep = try json.decode("keep", default: [])
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("id", id)
            json.write("ordinal", ordinal)
            json.write("allocationId", allocationID)
            json.write("lines", lines)
            if !keep.isEmpty { json.write("keep", keep) }
        }
    }
}
