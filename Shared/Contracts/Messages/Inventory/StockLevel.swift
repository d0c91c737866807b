public import WireJSON

/// What a shop may promise of one article. Keep the highest version, ignore older ones.
public struct StockLevel: Event {
    public static let type: MessageType = "waybill.inventory.stock.level.v1"

    public var sku: String
    /// Available to promise: on hand less reserved, safety stock and the shop's buffer, never below 0.
    public var available: Int
    /// Rises per (SKU, channel).
    public var version: Int64
    /// The article's, as the catalogue has it.
    public var barcode: String?

    public init(sku: String, available: Int, version: Int64, barcode: String? = nil) {
        self.sku = sku
        self.available = available
        self.version = version
        self.barcode = barcode
    }

    public init(from json: JSONNode) throws(JSONError) {
        sku = try json.decode("sku")
        available = try json.decode("available")
        version = try json.decode("version")
        barcode = try json.decodeIfPresent("barcode")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("sku", sku)
            json.write("available", available)
            json.write("version", version)
            json.write("barcode", barcode)
        }
    }
}
