import Contracts
import FoundationEssentials
import WireJSON

/// Where a fact came from, as far as an answer has to find its way back, or a later fact has to be told from an earlier.
package struct Origin: Hashable, Sendable, JSONCodable {
    package let message: UUID
    /// `<channel>/<shop>` when a storefront asked.
    package let channel: String?
    /// The version of the aggregate that spoke.
    package let spoken: Int64?

    package init(message: UUID = .zero, channel: String? = nil, spoken: Int64? = nil) {
        self.message = message
        self.channel = channel
        self.spoken = spoken
    }

    package init(from json: JSONNode) throws(JSONError) {
        message = try json.decode("message", default: .zero)
        channel = try json.decodeIfPresent("channel")
        spoken = try json.decodeIfPresent("spoken")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("message", message)
            json.write("channel", channel)
            json.write("spoken", spoken)
        }
    }
}
