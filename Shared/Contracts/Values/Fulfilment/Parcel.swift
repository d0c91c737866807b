public import FoundationEssentials
public import WireJSON

/// A packed parcel.
public struct Parcel: JSONCodable, Hashable, Sendable {
    public var id: UUID
    public var fulfilmentOrderID: UUID
    public var site: String
    public var lines: [ParcelLine]
    /// Grams, with packaging.
    public var weight: Int
    /// Millimetres.
    public var length: Int
    /// Millimetres.
    public var width: Int
    /// Millimetres.
    public var height: Int
    /// The label that it bears already; nil when one is to be bought.
    public var label: OutsideLabel?

    public init(
        id: UUID, fulfilmentOrderID: UUID, site: String, lines: [ParcelLine], weight: Int, length: Int, width: Int,
        height: Int, label: OutsideLabel? = nil
    ) {
        self.id = id
        self.fulfilmentOrderID = fulfilmentOrderID
        self.site = site
        self.lines = lines
        self.weight = weight
        self.length = length
        self.width = width
        self.height = height
        self.label = label
    }

    public init(from json: JSONNode) throws(JSONError) {
        id = try json.decode("id")
        fulfilmentOrderID = try json.decode("fulfilmentOrderId")
        site = try json.decode("site")
        lines = try json.decode("lines")
        weight = try json.decode("weight")
        length = try json.decode("length")
        width = try json.decode("width")
        height = try json.decode("height")
        label = try json.decodeIfPresent("label")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("id", id)
            json.write("fulfilmentOrderId", fulfilmentOrderID)
            json.write("site", site)
            json.write("lines", lines)
            json.write("weight", weight)
            json.write("length", length)
            json.write("width", width)
            json.write("height", height)
            json.write("label", label)
        }
    }
}
