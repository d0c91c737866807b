import Contracts
import WireJSON

/// What one question to a shop came to, after its orders were taken in.
package struct PollAnswer: JSONCodable, Hashable, Sendable {
    package struct Failure: JSONCodable, Hashable, Sendable {
        package var code: String
        package var message: String
        /// Asking the same again would come to the same.
        package var isFinal: Bool
        /// Seconds that the channel wants to be left alone.
        package var retryAfter: Int?

        package init(code: String, message: String, isFinal: Bool, retryAfter: Int? = nil) {
            self.code = code
            self.message = message
            self.isFinal = isFinal
            self.retryAfter = retryAfter
        }

        /// The channel's limit is used up, as it or we count.
        var isLimit: Bool { code == "rate_limited" }

        package init(from json: JSONNode) throws(JSONError) {
            code = try json.decode("code")
            message = try json.decode("message")
            isFinal = try json.decode("isFinal")
            retryAfter = try json.decodeIfPresent("retryAfter")
        }

        package func encode(to json: inout JSONWriter) {
            json.object { json in
                json.write("code", code)
                json.write("message", message)
                json.write("isFinal", isFinal)
                json.write("retryAfter", retryAfter)
            }
        }
    }

    /// How many orders or claims it held.
    package var orders: Int
    /// Of a census: their external ids.
    package var listed: [String]
    /// Where to go on, after a failure too; the round is over, or after a failure stays where it was, without it.
    package var next: String?
    package var readTo: Timestamp?
    /// Percent of each of the channel's limits that was used up then.
    package var limits: [String: Int]
    /// Topics of webhooks that the channel had switched off or taken away; nil when nobody looked.
    package var disabledWebhooks: [String]?
    /// Nothing was read; how much of the limits is used is known even so.
    package var failure: Failure?

    package init(
        orders: Int = 0, listed: [String] = [], next: String? = nil, readTo: Timestamp? = nil,
        limits: [String: Int] = [:], disabledWebhooks: [String]? = nil, failure: Failure? = nil
    ) {
        self.orders = orders
        self.listed = listed
        self.next = next
        self.readTo = readTo
        self.limits = limits
        self.disabledWebhooks = disabledWebhooks
        self.failure = failure
    }

    package init(from json: JSONNode) throws(JSONError) {
        orders = try json.decode("orders")
        listed = try json.decode("listed", default: [])
        next = try json.decodeIfPresent("next")
        readTo = try json.decodeIfPresent("readTo")
        limits = try json.decode("limits", default: [:])
        disabledWebhooks = try json.decodeIfPresent("disabledWebhooks")
        failure = try json.decodeIfPresent("failure")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("orders", orders)
            if !listed.isEmpty { json.write("listed", listed) }
            json.write("next", next)
            json.write("readTo", readTo)
            json.write("limits", limits)
            json.write("disabledWebhooks", disabledWebhooks)
            json.write("failure", failure)
        }
    }
}
