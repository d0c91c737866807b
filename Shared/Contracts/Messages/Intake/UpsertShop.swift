public import WireJSON

/// A shop of a channel is opened, changed or closed.
public struct UpsertShop: Command {
    public static let type: MessageType = "waybill.intake.shop.upsert.v1"

    public var channel: String
    public var shop: String
    public var isOpen: Bool
    /// Newest first; two during a rotation.
    public var webhookSecrets: [String]
    /// Units that this shop is not shown.
    public var stockBuffer: Int
    public var currency: Currency?
    /// What to assume when the channel's gateway says nothing.
    public var paymentMethod: PaymentMethod?
    /// Who takes the money, for every way that an order comes by; nil when each order says it.
    public var payments: PaymentCollector?
    /// What the channel calls the shop in its webhooks, such as `main.myshopify.com`; another one is refused.
    public var domain: String?
    /// How the shop is reached, to ask it for orders and to tell it what became of them; nil leaves it as it is.
    public var connection: ShopConnection?

    public init(
        channel: String, shop: String, isOpen: Bool = true, webhookSecrets: [String] = [], stockBuffer: Int = 0,
        currency: Currency? = nil, paymentMethod: PaymentMethod? = nil, payments: PaymentCollector? = nil,
        domain: String? = nil, connection: ShopConnection? = nil
    ) {
        self.channel = channel
        self.shop = shop
        self.isOpen = isOpen
        self.webhookSecrets = webhookSecrets
        self.stockBuffer = stockBuffer
        self.currency = currency
        self.paymentMethod = paymentMethod
        self.payments = payments
        self.domain = domain
        self.connection = connection
    }

    public init(from json: JSONNode) throws(JSONError) {
        channel = try json.decode("channel")
        shop = try json.decode("shop")
        isOpen = try json.decode("isOpen", default: true)
        webhookSecrets = try json.decode("webhookSecrets", default: [])
        stockBuffer = try json.decode("stockBuffer", default: 0)
        currency = try json.decodeIfPresent("currency")
        paymentMethod = try json.decodeIfPresent("paymentMethod")
        payments = try json.decodeIfPresent("payments")
        domain = try json.decodeIfPresent("domain")
        connection = try json.decodeIfPresent("connection")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("channel", channel)
            json.write("shop", shop)
            json.write("isOpen", isOpen)
            json.write("webhookSecrets", webhookSecrets)
            json.write("stockBuffer", stockBuffer)
            json.write("currency", currency)
            json.write("paymentMethod", paymentMethod)
            json.write("payments", payments)
            json.write("domain", domain)
            json.write("connection", connection)
        }
    }
}
