public import FoundationEssentials
public import WireJSON

/// The site has not got the goods, or cannot send them: what is missing is to be sent from elsewhere.
///
/// Missing of a line is `requested - available`. What is in ``remaining`` the site still sends: only the missing units
/// are to be re-routed. Without anything remaining this fulfilment order has ended.
public struct SiteShort: Event {
    public static let type: MessageType = "waybill.warehouse.short.v1"

    /// Stable and lower case with underscores.
    public enum Code {
        public static let shortPick = "short_pick"
        public static let damaged = "damaged"
        public static let siteClosed = "site_closed"
    }

    public var fulfilmentOrderID: UUID
    public var site: String
    /// Lines of which units are missing: `requested` of this fulfilment order, `available` still to be sent from here.
    public var lines: [ShortLine]
    public var code: String
    /// What is missing is there, but cannot be sold.
    public var damaged: Bool
    /// Whether the stock ledger must follow: what is missing is not there to sell. Not so when the site is closed.
    public var isCount: Bool
    /// What the site goes on with and will send.
    public var remaining: [ParcelLine]
    /// Which shortage of the fulfilment order it is, from 1: they are heard in another order than they were told in. Nil from
    /// a site that did not count them.
    public var ordinal: Int?

    public init(
        fulfilmentOrderID: UUID, site: String, lines: [ShortLine], code: String = Code.shortPick, damaged: Bool = false,
        isCount: Bool = true, remaining: [ParcelLine] = [], ordinal: Int? = nil
    ) {
        self.fulfilmentOrderID = fulfilmentOrderID
        self.site = site
        self.lines = lines
        self.code = code
        self.damaged = damaged
        self.isCount = isCount
        self.remaining = remaining
        self.ordinal = ordinal
    }

    public init(from json: JSONNode) throws(JSONError) {
        fulfilmentOrderID = try json.decode("fulfilmentOrderId")
        site = try json.decode("site")
        lines = try json.decode("lines")
        code = try json.decode("code", default: Code.shortPick)
        damaged = try json.decode("damaged", default: false)
        isCount = try json.decode("isCount", default: true)
        remaining = try json.decode("remaining", default: [])
        ordinal = try json.decodeIfPresent("ordinal")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("fulfilmentOrderId", fulfilmentOrderID)
            json.write("site", site)
            json.write("lines", lines)
            if code != Code.shortPick { json.write("code", code) }
            if damaged { json.write("damaged", true) }
            if !isCount { json.write("isCount", false) }
            if !remaining.isEmpty { json.write("remaining", remaining) }
            json.write("ordinal", ordinal)
        }
    }
}
