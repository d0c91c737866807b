import WireJSON

/// In the place of what a channel said when no message can hold that.
package struct OversizedDocument: JSONCodable, Hashable, Sendable {
    package let bytes: Int
    /// The same for the same document, and another when it was changed.
    package let hash: String
    /// The channel's id, as far as it could be read.
    package let order: String?

    package init(bytes: Int, hash: String, order: String?) {
        self.bytes = bytes
        self.hash = hash
        self.order = order
    }

    package init(from json: JSONNode) throws(JSONError) {
        bytes = try json.decode("oversizedBytes")
        hash = try json.decode("oversizedHash")
        order = try json.decodeIfPresent("oversizedOrder")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("oversizedBytes", bytes)
            json.write("oversizedHash", hash)
            json.write("oversizedOrder", order)
        }
    }
}
