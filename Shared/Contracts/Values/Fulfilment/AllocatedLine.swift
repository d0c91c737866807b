public import WireJSON

/// Units of one order line at one site, with what the floor and the carrier need to know of the goods.
public struct AllocatedLine: JSONCodable, Hashable, Sendable {
    public var lineID: String
    public var sku: String
    public var title: String?
    public var quantity: Int
    /// Units of the order line that these stand for, where that is another number: those of a kit are counted by its first
    /// component, and by the others as none.
    public var units: Int?
    /// Of the article in one unit of the order line, in a kit.
    public var perUnit: Int?
    /// Where the goods lie.
    public var bin: String
    /// What the scanner reads; the SKU itself when there is none.
    public var barcode: String?
    /// Grams of one unit.
    public var weight: Int
    /// Millimetres.
    public var length: Int
    /// Millimetres.
    public var width: Int
    /// Millimetres.
    public var height: Int

    public init(
        lineID: String, sku: String, title: String? = nil, quantity: Int, units: Int? = nil, perUnit: Int? = nil,
        bin: String, barcode: String? = nil, weight: Int = 0, length: Int = 0, width: Int = 0, height: Int = 0
    ) {
        self.lineID = lineID
        self.sku = sku
        self.title = title
        self.quantity = quantity
        self.units = units
        self.perUnit = perUnit
        self.bin = bin
        self.barcode = barcode
        self.weight = weight
        self.length = length
        self.width = width
        self.height = height
    }

    /// Units of the order line.
    public var orderedUnits: Int { units ?? quantity }

    public init(from json: JSONNode) throws(JSONError) {
        lineID = try json.decode("lineId")
        sku = try json.decode("sku")
        title = try json.decodeIfPresent("title")
        quantity = try json.decode("quantity")
        units = try json.decodeIfPresent("units")
        perUnit = try json.decodeIfPresent("perUnit")
        bin = try json.decode("bin")
        barcode = try json.decodeIfPresent("barcode")
        weight = try json.decode("weight", default: 0)
        length = try json.decode("length", default: 0)
        width = try json.decode("width", default: 0)
        height = try json.decode("height", default: 0)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("lineId", lineID)
            json.write("sku", sku)
            json.write("title", title)
            json.write("quantity", quantity)
            json.write("units", units)
            json.write("perUnit", perUnit)
            json.write("bin", bin)
            json.write("barcode", barcode)
            json.write("weight", weight)
            json.write("length", length)
            json.write("width", width)
            json.write("height", height)
        }
    }
}
