public import WireJSON

/// What a product information system says of one article; nil is what it does not say.
public struct ProductFacts: JSONCodable, Hashable, Sendable {
    public var sku: String
    public var barcode: String?
    public var title: String?
    /// Grams.
    public var weight: Int?
    /// Millimetres.
    public var length: Int?
    /// Millimetres.
    public var width: Int?
    /// Millimetres.
    public var height: Int?
    public var isFragile: Bool?
    /// Of the Harmonised System: 6 to 12 digits.
    public var hsCode: String?
    /// The country that it was made in (ISO 3166-1 alpha-2).
    public var origin: String?
    /// In minor units of ``currency``.
    public var price: Int64?
    public var currency: Currency?

    public init(
        sku: String, barcode: String? = nil, title: String? = nil, weight: Int? = nil, length: Int? = nil,
        width: Int? = nil, height: Int? = nil, isFragile: Bool? = nil, hsCode: String? = nil, origin: String? = nil,
        price: Int64? = nil, currency: Currency? = nil
    ) {
        self.sku = sku
        self.barcode = barcode
        self.title = title
        self.weight = weight
        self.length = length
        self.width = width
        self.height = height
        self.isFragile = isFragile
        self.hsCode = hsCode
        self.origin = origin
        self.price = price
        self.currency = currency
    }

    public init(from json: JSONNode) throws(JSONError) {
        sku = try json.decode("sku")
        barcode = try json.decodeIfPresent("barcode")
        title = try json.decodeIfPresent("title")
        weight = try json.decodeIfPresent("weight")
        length = try json.decodeIfPresent("length")
        width = try json.decodeIfPresent("width")
        height = try json.decodeIfPresent("height")
        isFragile = try json.decodeIfPresent("isFragile")
        hsCode = try json.decodeIfPresent("hsCode")
        origin = try json.decodeIfPresent("origin")
        price = try json.decodeIfPresent("price")
        currency = try json.decodeIfPresent("currency")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("sku", sku)
            json.write("barcode", barcode)
            json.write("title", title)
            json.write("weight", weight)
            json.write("length", length)
            json.write("width", width)
            json.write("height", height)
            json.write("isFragile", isFragile)
            json.write("hsCode", hsCode)
            json.write("origin", origin)
            json.write("price", price)
            json.write("currency", currency)
        }
    }
}

extension ProductFacts {
    /// A feed as a file or a request has it: `{"products": […]}`, or the list alone.
    /// - Throws: ``JSONError`` with the place.
    public static func list(in bytes: [UInt8]) throws(JSONError) -> [ProductFacts] {
        let limits = JSONLimits(maximumBytes: JSONLimits.largestBytes, allowsNUL: false)
        let root = try JSONDocument(parsing: bytes, limits: limits).root
        guard root.kind == .array else { return try root.decode("products") }
        var products: [ProductFacts] = []
        for node in root.elements { products.append(try ProductFacts(from: node)) }
        return products
    }
}
