public import WireJSON

/// The answer to a product feed: what became of it, and where the catalogue said something else before.
public struct ProductsFed: Answer {
    public static let type: MessageType = "waybill.inventory.products.fed.v1"

    /// Articles that were not known before.
    public var added: Int
    public var changed: Int
    public var unchanged: Int
    public var mismatches: [ProductMismatch]
    /// Why products were not taken.
    public var reasons: [Reason]
    public var isPreview: Bool

    public init(
        added: Int = 0, changed: Int = 0, unchanged: Int = 0, mismatches: [ProductMismatch] = [],
        reasons: [Reason] = [], isPreview: Bool = false
    ) {
        self.added = added
        self.changed = changed
        self.unchanged = unchanged
        self.mismatches = mismatches
        self.reasons = reasons
        self.isPreview = isPreview
    }

    public init(from json: JSONNode) throws(JSONError) {
        added = try json.decode("added")
        changed = try json.decode("changed")
        unchanged = try json.decode("unchanged")
        mismatches = try json.decode("mismatches", default: [])
        reasons = try json.decode("reasons", default: [])
        isPreview = try json.decode("isPreview", default: false)
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("added", added)
            json.write("changed", changed)
            json.write("unchanged", unchanged)
            json.write("mismatches", mismatches)
            json.write("reasons", reasons)
            json.write("isPreview", isPreview)
        }
    }
}

/// A member in which the feed and the catalogue differ.
public struct ProductMismatch: JSONCodable, Hashable, Sendable {
    public var sku: String
    /// As ``ProductFacts`` calls it.
    public var field: String
    /// What the catalogue said; nil where it said nothing.
    public var catalogue: String?
    public var feed: String

    public init(sku: String, field: String, catalogue: String?, feed: String) {
        self.sku = sku
        self.field = field
        self.catalogue = catalogue
        self.feed = feed
    }

    public init(from json: JSONNode) throws(JSONError) {
        sku = try json.decode("sku")
        field = try json.decode("field")
        catalogue = try json.decodeIfPresent("catalogue")
        feed = try json.decode("feed")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("sku", sku)
            json.write("field", field)
            json.write("catalogue", catalogue)
            json.write("feed", feed)
        }
    }
}
