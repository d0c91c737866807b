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
    public var shortPolicy: ShortPolicy
    /// Days until goods that are not there can be: what a backorder is promised by. 0 when nobody knows.
    public var leadDays: Int
    /// What a kit is made of. It has no stock of its own: its stock is that of its components.
    public var components: [KitComponent]

    public init(
        sku: String, title: String, barcode: String? = nil, aliases: [String] = [], weight: Int = 0, length: Int = 0,
        width: Int = 0, height: Int = 0, safetyStock: Int = 0, shortPolicy: ShortPolicy = .reject, leadDays: Int = 0,
        components: [KitComponent] = []
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
        self.shortPolicy = shortPolicy
        self.leadDays = leadDays
        self.components = components
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
        shortPolicy = try json.decode("shortPolicy", default: .reject)
        leadDays = try json.decode("leadDays", default: 0)
        components = try json.decode("components", default: [])
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
            if shortPolicy != .reject { json.write("shortPolicy", shortPolicy) }
            if leadDays != 0 { json.write("leadDays", leadDays) }
            if !components.isEmpty { json.write("components", components) }
        }
    }
}
