import WireJSON

/// What an endpoint answered, or why there was no answer.
package struct WebhookAnswer: JSONCodable, Hashable, Sendable {
    /// HTTP status; 0 for none.
    package var status: Int
    /// What went wrong, for people; nil when nothing did.
    package var reason: String?

    package init(status: Int, reason: String? = nil) {
        self.status = status
        self.reason = reason
    }

    package var isTaken: Bool { (200..<300).contains(status) }
    /// 410: the endpoint is gone and says so.
    package var isGone: Bool { status == 410 }

    package init(from json: JSONNode) throws(JSONError) {
        status = try json.decode("status")
        reason = try json.decodeIfPresent("reason")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("status", status)
            json.write("reason", reason)
        }
    }
}
