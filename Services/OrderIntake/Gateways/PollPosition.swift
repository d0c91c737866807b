import Contracts
import WireJSON

/// Where a round of questions stands.
package struct PollPosition: JSONCodable, Hashable, Sendable {
    /// What changed from here on is asked for; the overlap is in it already.
    package var since: Timestamp
    /// Until here: fixed for the whole round, so that what changes meanwhile moves nothing between its pages.
    package var until: Timestamp
    /// Where the next page begins, in the adapter's own words; nil for the first.
    package var cursor: String?

    package init(since: Timestamp, until: Timestamp, cursor: String? = nil) {
        self.since = since
        self.until = until
        self.cursor = cursor
    }

    package init(from json: JSONNode) throws(JSONError) {
        since = try json.decode("since")
        until = try json.decode("until")
        cursor = try json.decodeIfPresent("cursor")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("since", since)
            json.write("until", until)
            json.write("cursor", cursor)
        }
    }
}
