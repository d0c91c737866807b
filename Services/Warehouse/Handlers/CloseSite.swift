public import Contracts
public import WireJSON

/// The timer that looks again for work at a site that has closed: what was released while the news was under way.
public struct CloseSite: Command {
    public static let type: MessageType = "waybill.warehouse.timer.close_site.v1"

    /// The site's code.
    public var site: String

    init(site: String) {
        self.site = site
    }

    public init(from json: JSONNode) throws(JSONError) {
        site = try json.decode("site")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in json.write("site", site) }
    }
}
