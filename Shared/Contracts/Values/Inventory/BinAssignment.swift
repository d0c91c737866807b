public import WireJSON

/// Where an article lies at a site.
public struct BinAssignment: JSONCodable, Hashable, Sendable {
    public var site: String
    public var sku: String
    public var bin: String

    public init(site: String, sku: String, bin: String) {
        self.site = site
        self.sku = sku
        self.bin = bin
    }

    public init(from json: JSONNode) throws(JSONError) {
        site = try json.decode("site")
        sku = try json.decode("sku")
        bin = try json.decode("bin")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("site", site)
            json.write("sku", sku)
            json.write("bin", bin)
        }
    }
}
