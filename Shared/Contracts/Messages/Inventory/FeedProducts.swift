public import WireJSON

/// What a product information system (PIM) says of articles. What it does not say of one stays as it is.
public struct FeedProducts: Command {
    public static let type: MessageType = "waybill.inventory.products.feed.v1"

    public var products: [ProductFacts]
    /// Whether only what differs is wanted.
    public var isPreview: Bool

    public init(products: [ProductFacts], isPreview: Bool = false) {
        self.products = products
        self.isPreview = isPreview
    }

    public init(from json: JSONNode) throws(JSONError) {
        products = try json.decode("products")
        isPreview = try json.decode("isPreview", default: false)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("products", products)
            if isPreview { json.write("isPreview", isPreview) }
        }
    }
}
