public import WireJSON

/// A warehouse.
public struct Site: JSONCodable, Hashable, Sendable {
    public var code: String
    public var name: String
    public var floor: FloorKind
    public var address: Address
    /// Degrees north times a million.
    public var latitudeE6: Int
    /// Degrees east times a million.
    public var longitudeE6: Int
    /// A closed site is allocated nothing.
    public var isOpen: Bool

    public init(
        code: String, name: String, floor: FloorKind = .auto, address: Address, latitudeE6: Int, longitudeE6: Int,
        isOpen: Bool = true
    ) {
        self.code = code
        self.name = name
        self.floor = floor
        self.address = address
        self.latitudeE6 = latitudeE6
        self.longitudeE6 = longitudeE6
        self.isOpen = isOpen
    }

    public init(from json: JSONNode) throws(JSONError) {
        code = try json.decode("code")
        name = try json.decode("name")
        floor = try json.decode("floor", default: .auto)
        address = try json.decode("address")
        latitudeE6 = try json.decode("latitudeE6")
        longitudeE6 = try json.decode("longitudeE6")
        isOpen = try json.decode("isOpen", default: true)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("code", code)
            json.write("name", name)
            json.write("floor", floor)
            json.write("address", address)
            json.write("latitudeE6", latitudeE6)
            json.write("longitudeE6", longitudeE6)
            json.write("isOpen", isOpen)
        }
    }
}
