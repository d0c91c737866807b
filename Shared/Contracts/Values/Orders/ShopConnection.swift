public import WireJSON

/// How a shop is reached on its channel's side. Nothing in it is secret: keys and passwords are files of order-intake.
public struct ShopConnection: JSONCodable, Hashable, Sendable {
    /// Such as `https://shop.example.com`; nil for the channel's own address, where it has one for all shops.
    public var baseURL: String?
    /// Who we are there: the seller's or merchant's id.
    public var account: String?
    /// What else the channel has to be told, such as the ids of its locations; which there are says the channel's README.
    public var options: [String: String]
    /// Seconds between two questions for what is new; nil for order-intake's setting, 0 for never.
    public var pollEvery: Int?

    public init(baseURL: String? = nil, account: String? = nil, options: [String: String] = [:], pollEvery: Int? = nil)
    {
        self.baseURL = baseURL
        self.account = account
        self.options = options
        self.pollEvery = pollEvery
    }

    public init(from json: JSONNode) throws(JSONError) {
        baseURL = try json.decodeIfPresent("baseUrl")
        account = try json.decodeIfPresent("account")
        options = try json.decode("options", default: [:])
        pollEvery = try json.decodeIfPresent("pollEvery")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("baseUrl", baseURL)
            json.write("account", account)
            if !options.isEmpty { json.write("options", options) }
            json.write("pollEvery", pollEvery)
        }
    }
}
