public import FoundationEssentials
public import WireJSON

/// The site has not got the goods.
public struct SiteShort: Event {
    public static let type: MessageType = "waybill.warehouse.short.v1"

    public var fulfilmentOrderID: UUID
    public var site: String
    public var lines: [ShortLine]

    public init(fulfilmentOrderID: UUID, site: String, lines: [ShortLine]) {
        self.fulfilmentOrderID = fulfilmentOrderID
        self.site = site
        self.lines = lines
    }

    public init(from json: JSONNode) throws(JSONError) {
        fulfilmentOrderID = try json.decode("fulfilmentOrderId")
        site = try json.decode("site")
        lines = try json.decode("lines")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("fulfilmentOrderId", fulfilmentOrderID)
            json.write("site", site)
            json.write("lines", lines)
        }
    }
}
