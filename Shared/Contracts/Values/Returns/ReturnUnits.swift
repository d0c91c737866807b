public import WireJSON

/// How many units of a returned line are in one bucket.
public struct ReturnUnits: JSONCodable, Hashable, Sendable {
    public var lineID: String
    public var sku: String
    public var bucket: ReturnBucket
    public var quantity: Int

    public init(lineID: String, sku: String, bucket: ReturnBucket, quantity: Int) {
        self.lineID = lineID
        self.sku = sku
        self.bucket = bucket
        self.quantity = quantity
    }

    public init(from json: JSONNode) throws(JSONError) {
        lineID = try json.decode("lineId")
        sku = try json.decode("sku")
        bucket = try json.decode("bucket")
        quantity = try json.decode("quantity")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("lineId", lineID)
            json.write("sku", sku)
            json.write("bucket", bucket)
            json.write("quantity", quantity)
        }
    }
}
