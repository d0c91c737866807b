public import WireJSON

/// A postal address.
public struct Address: JSONCodable, Hashable, Sendable {
    /// The person.
    public var name: String?
    public var company: String?
    /// Street and number.
    public var line1: String
    public var line2: String?
    public var city: String
    /// State or province.
    public var region: String?
    public var postcode: String?
    /// ISO 3166-1 alpha-2.
    public var country: String
    public var phone: String?
    /// Degrees north times a million.
    public var latitudeE6: Int?
    /// Degrees east times a million.
    public var longitudeE6: Int?

    public init(
        name: String? = nil, company: String? = nil, line1: String, line2: String? = nil, city: String,
        region: String? = nil, postcode: String? = nil, country: String, phone: String? = nil, latitudeE6: Int? = nil,
        longitudeE6: Int? = nil
    ) {
        self.name = name
        self.company = company
        self.line1 = line1
        self.line2 = line2
        self.city = city
        self.region = region
        self.postcode = postcode
        self.country = country
        self.phone = phone
        self.latitudeE6 = latitudeE6
        self.longitudeE6 = longitudeE6
    }

    public init(from json: JSONNode) throws(JSONError) {
        name = try json.decodeIfPresent("name")
        company = try json.decodeIfPresent("company")
        line1 = try json.decode("line1")
        line2 = try json.decodeIfPresent("line2")
        city = try json.decode("city")
        region = try json.decodeIfPresent("region")
        postcode = try json.decodeIfPresent("postcode")
        country = try json.decode("country")
        phone = try json.decodeIfPresent("phone")
        latitudeE6 = try json.decodeIfPresent("latitudeE6")
        longitudeE6 = try json.decodeIfPresent("longitudeE6")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("name", name)
            json.write("company", company)
            json.write("line1", line1)
            json.write("line2", line2)
            json.write("city", city)
            json.write("region", region)
            json.write("postcode", postcode)
            json.write("country", country)
            json.write("phone", phone)
            json.write("latitudeE6", latitudeE6)
            json.write("longitudeE6", longitudeE6)
        }
    }
}
