public import WireJSON

/// Articles, sites and bins; what is not named stays as it is.
public struct UpsertCatalogue: Command {
    public static let type: MessageType = "waybill.inventory.catalogue.upsert.v1"

    public var articles: [StockKeepingUnit]
    public var sites: [Site]
    public var bins: [BinAssignment]

    public init(articles: [StockKeepingUnit] = [], sites: [Site] = [], bins: [BinAssignment] = []) {
        self.articles = articles
        self.sites = sites
        self.bins = bins
    }

    public init(from json: JSONNode) throws(JSONError) {
        articles = try json.decode("articles", default: [])
        sites = try json.decode("sites", default: [])
        bins = try json.decode("bins", default: [])
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("articles", articles)
            json.write("sites", sites)
            json.write("bins", bins)
        }
    }
}
