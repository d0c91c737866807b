public import WireJSON

/// Who buys.
public struct Customer: JSONCodable, Hashable, Sendable {
    /// The storefront's id of the customer.
    public var externalID: String?
    public var name: String?
    public var email: String?
    public var phone: String?
    /// BCP 47, such as `tr` or `en-GB`.
    public var language: String?

    public init(
        externalID: String? = nil, name: String? = nil, email: String? = nil, phone: String? = nil,
        language: String? = nil
    ) {
        self.externalID = externalID
        self.name = name
        self.email = email
        self.phone = phone
        self.language = language
    }

    public init(from json: JSONNode) throws(JSONError) {
        externalID = try json.decodeIfPresent("externalId")
        name = try json.decodeIfPresent("name")
        email = try json.decodeIfPresent("email")
        phone = try json.decodeIfPresent("phone")
        language = try json.decodeIfPresent("language")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("externalId", externalID)
            json.write("name", name)
            json.write("email", email)
            json.write("phone", phone)
            json.write("language", language)
        }
    }
}
