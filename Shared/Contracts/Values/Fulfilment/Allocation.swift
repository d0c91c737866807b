public import WireJSON

/// What one site sends.
public struct Allocation: JSONCodable, Hashable, Sendable {
    /// The site's code.
    public var site: String
    public var floor: FloorKind
    public var shipFrom: Address
    public var lines: [AllocatedLine]

    public init(site: String, floor: FloorKind, shipFrom: Address, lines: [AllocatedLine]) {
        self.site = site
        self.floor = floor
        self.shipFrom = shipFrom
        self.lines = lines
    }

    public init(from json: JSONNode) throws(JSONError) {
        site = try json.decode("site")
        floor = try json.decode("floor")
        shipFrom = try json.decode("shipFrom")
        lines = try json.decode("lines")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("site", site)
            json.write("floor", floor)
            json.write("shipFrom", shipFrom)
            json.write("lines", lines)
        }
    }
}
