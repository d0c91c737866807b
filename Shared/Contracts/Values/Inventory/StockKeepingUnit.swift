public import WireJSON

/// What the catalogue knows of an article.
public struct StockKeepingUnit: JSONCodable, Hashable, Sendable {
    public var sku: String
    public var title: String
    public var barcode: String?
    /// Other names that orders may use, such as `<channel>:<variant id>`.
    public var aliases: [String]
    /// Grams.
    public var weight: Int
    /// Millimetres.
    public var length: Int
    /// Millimetres.
    public var width: Int
    /// Millimetres.
    public var height: Int
    /// Units that are never promised.
    public var safetyStock: Int

    public init(
        sku: String, title: String, barcode: String? = nil, aliases: [String] = [], weight: Int = 0, length: Int = 0,
        width: Int = 0, height: Int = 0, safetyStock: Int = 0
    ) {
        self.sku = sku
        self.title = title
        self.barcode = barcode
        self.aliases = aliases
        self.weight = weight
        self.length = length
        self.width = width
        self.height = height
        self.safetyStock = safetyStock
    }

    public init(from json: JSONNode) throws(JSONError) {
        sku = try json.decode("sku")
        title = try json.decode("title")
        barcode = try json.decodeIfPresent("barcode")
        aliases = try json.decode("aliases", default: [])
        weight = try json.decode("weight", default: 0)
        length = try json.decode("length", default: 0)
        width = try json.decode("width", default: 0)
        height = try json.decode("height", default: 0)
        safetyStock = try json.decode("safetyStock", default: 0)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("sku", sku)
            json.write("title", title)
            json.write("barcode", barcode)
            json.write("aliases", aliases)
            json.write("weight", weight)
            json.write("length", length)
            json.write("width", width)
            json.write("height", height)
            json.write("safetyStock", safetyStock)
        }
    }
}
