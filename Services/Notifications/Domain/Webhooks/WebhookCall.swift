import Contracts
import FoundationEssentials
import WireJSON

/// One attempt as it goes out: signed already, so that no secret is kept with it.
package struct WebhookCall: JSONCodable, Hashable, Sendable {
    package var url: String
    /// The webhook-id.
    package var id: String
    /// Seconds since 1970: the webhook-timestamp.
    package var timestamp: Int64
    /// The webhook-signature: one per secret, with blanks between them.
    package var signature: String
    package var body: String

    package init(_ delivery: WebhookDelivery, to endpoint: WebhookEndpoint, at now: Timestamp) {
        url = endpoint.url
        id = delivery.id.text
        timestamp = now.seconds
        signature = endpoint.secrets.compactMap { WebhookSecret($0) }
            .map { $0.signature(id: delivery.id.text, at: now, body: delivery.body) }.joined(separator: " ")
        body = delivery.body
    }

    package init(from json: JSONNode) throws(JSONError) {
        url = try json.decode("url")
        id = try json.decode("id")
        timestamp = try json.decode("timestamp")
        signature = try json.decode("signature")
        body = try json.decode("body")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("url", url)
            json.write("id", id)
            json.write("timestamp", timestamp)
            json.write("signature", signature)
            json.write("body", body)
        }
    }
}
