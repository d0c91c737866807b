public import WireJSON

/// A shop was opened, changed or closed.
public struct ShopChanged: Event {
    public static let type: MessageType = "waybill.intake.shop.changed.v1"

    public var channel: String
    public var shop: String
    public var isOpen: Bool
    public var stockBuffer: Int

    public init(channel: String, shop: String, isOpen: Bool, stockBuffer: Int) {
        self.channel = channel
        self.shop = shop
        self.isOpen = isOpen
        self.stockBuffer = stockBuffer
    }

    public init(from json: JSONNode) throws(JSONError) {
        channel = try json.decode("channel")
        shop = try json.decode("shop")
        isOpen = try json.decode("isOpen")
        stockBuffer = try json.decode("stockBuffer")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("channel", channel)
            json.write("shop", shop)
            json.write("isOpen", isOpen)
            json.write("stockBuffer", stockBuffer)
        }
    }
}
