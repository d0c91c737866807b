public import WireJSON

/// The answer to a catalogue import.
public struct CatalogueUpserted: Answer {
    public static let type: MessageType = "waybill.inventory.catalogue.upserted.v1"

    public var articles: Int
    public var sites: Int
    public var bins: Int
    public var reasons: [Reason]

    public init(articles: Int, sites: Int, bins: Int, reasons: [Reason] = []) {
        self.articles = articles
        self.sites = sites
        self.bins = bins
        self.reasons = reasons
    }

    public init(from json: JSONNode) throws(JSONError) {
        articles = try json.decode("articles")
        sites = try json.decode("sites")
        bins = try json.decode("bins")
        reasons = try json.decode("reasons", default: [])
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("articles", articles)
            json.write("sites", sites)
            json.write("bins", bins)
            json.write("reasons", reasons)
        }
    }
}
