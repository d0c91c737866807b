public import WireJSON

/// What is left to do of a line.
public struct TaskLine: JSONCodable, Hashable, Sendable {
    public var lineID: String
    public var sku: String
    public var title: String?
    public var bin: String
    public var barcode: String
    public var quantity: Int
    public var done: Int

    public init(
        lineID: String, sku: String, title: String? = nil, bin: String, barcode: String, quantity: Int, done: Int
    ) {
        self.lineID = lineID
        self.sku = sku
        self.title = title
        self.bin = bin
        self.barcode = barcode
        self.quantity = quantity
        self.done = done
    }

    public init(from json: JSONNode) throws(JSONError) {
        lineID = try json.decode("lineId")
        sku = try json.decode("sku")
        title = try json.decodeIfPresent("title")
        bin = try json.decode("bin")
        barcode = try json.decode("barcode")
        quantity = try json.decode("quantity")
        done = try json.decode("done")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("lineId", lineID)
            json.write("sku", sku)
            json.write("title", title)
            json.write("bin", bin)
            json.write("barcode", barcode)
            json.write("quantity", quantity)
            json.write("done", done)
        }
    }
}
