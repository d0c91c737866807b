public import WireJSON

/// The customer has come for the order, and was given it over the counter.
public struct CollectOrder: Command {
    public static let type: MessageType = "waybill.saga.order.collect.v1"

    /// Whose counter it is; nil when all that is ready waits at one.
    public var site: String?
    /// Who gave it out.
    public var actor: String
    /// What the customer showed, such as an identity card; kept in the order's log.
    public var note: String?

    public init(site: String? = nil, actor: String, note: String? = nil) {
        self.site = site
        self.actor = actor
        self.note = note
    }

    public init(from json: JSONNode) throws(JSONError) {
        site = try json.decodeIfPresent("site")
        actor = try json.decode("actor")
        note = try json.decodeIfPresent("note")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("site", site)
            json.write("actor", actor)
            json.write("note", note)
        }
    }
}
