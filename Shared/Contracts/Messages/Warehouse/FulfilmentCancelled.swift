public import FoundationEssentials
public import WireJSON

/// The fulfilment order is stopped, or goes on with less. The definite answer to a cancel, and to a hand-over that lost
/// against one. When a packed parcel was opened for it, another ``ParcelPacked`` with another parcel follows.
public struct FulfilmentCancelled: Event {
    public static let type: MessageType = "waybill.warehouse.cancelled.v1"

    public var fulfilmentOrderID: UUID
    /// The site's code; nil when the cancel came before the command.
    public var site: String?
    /// What this cancel took off it; in the answer to a hand-over that came too late, all that was taken off.
    public var lines: [ParcelLine]
    /// Of these, what had been picked: not to be sold until ``PutBackDone``.
    public var putBack: [ParcelLine]
    /// What it goes on with; empty when it is stopped as a whole.
    public var remaining: [ParcelLine]
    /// How many times the site was short of it before: see ``SiteShort/ordinal``.
    public var shortages: Int

    public init(
        fulfilmentOrderID: UUID, site: String? = nil, lines: [ParcelLine] = [], putBack: [ParcelLine] = [],
        remaining: [ParcelLine] = [], shortages: Int = 0
    ) {
        self.fulfilmentOrderID = fulfilmentOrderID
        self.site = site
        self.lines = lines
        self.putBack = putBack
        self.remaining = remaining
        self.shortages = shortages
    }

    public init(from json: JSONNode) throws(JSONError) {
        fulfilmentOrderID = try json.decode("fulfilmentOrderId")
        site = try json.decodeIfPresent("site")
        lines = try json.decode("lines", default: [])
        putBack = try json.decode("putBack", default: [])
        remaining = try json.decode("remaining", default: [])
        shortages = try json.decode("shortages", default: 0)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("fulfilmentOrderId", fulfilmentOrderID)
            json.write("site", site)
            if !lines.isEmpty { json.write("lines", lines) }
            if !putBack.isEmpty { json.write("putBack", putBack) }
            if !remaining.isEmpty { json.write("remaining", remaining) }
            if shortages > 0 { json.write("shortages", shortages) }
        }
    }
}
