public import FoundationEssentials
public import WireJSON

/// What one site sends.
public struct Allocation: JSONCodable, Hashable, Sendable {
    /// Of this allocation alone: what is allocated anew has another one. nil from before there were such ids.
    public var id: UUID?
    /// The site's code.
    public var site: String
    public var floor: FloorKind
    public var shipFrom: Address
    public var lines: [AllocatedLine]

    public init(id: UUID? = nil, site: String, floor: FloorKind, shipFrom: Address, lines: [AllocatedLine]) {
        self.id = id
        self.site = site
        self.floor = floor
        self.shipFrom = shipFrom
        self.lines = lines
    }

    public init(from json: JSONNode) throws(JSONError) {
        id = try json.decodeIfPresent("id")
        site = try json.decode("site")
        floor = try json.decode("floor")
        shipFrom = try json.decode("shipFrom")
        lines = try json.decode("lines")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("id", id)
            json.write("site", site)
            json.write("floor", floor)
            json.write("shipFrom", shipFrom)
            json.write("lines", lines)
        }
    }
}
