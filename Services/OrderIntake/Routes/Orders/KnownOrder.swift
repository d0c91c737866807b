import Contracts
import FoundationEssentials
import WireJSON

/// What a shop is told of one of its orders: as far as intake knows it, which is the newest content that it has taken.
package struct KnownOrder: JSONEncodable, Hashable, Sendable {
    package var orderID: UUID
    package var channel: String
    package var shop: String
    package var externalID: String
    package var number: String
    /// Why it is only recorded; nil when it goes on to be paid, picked and sent.
    package var recordedReason: String?
    package var currency: String
    package var total: Int64
    package var paymentState: String
    package var version: Int64
    package var receivedAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        orderID: UUID, channel: String, shop: String, externalID: String, number: String, recordedReason: String? = nil,
        currency: String, total: Int64, paymentState: String, version: Int64, receivedAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.orderID = orderID
        self.channel = channel
        self.shop = shop
        self.externalID = externalID
        self.number = number
        self.recordedReason = recordedReason
        self.currency = currency
        self.total = total
        self.paymentState = paymentState
        self.version = version
        self.receivedAt = receivedAt
        self.updatedAt = updatedAt
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("orderId", orderID)
            json.write("channel", channel)
            json.write("shop", shop)
            json.write("externalId", externalID)
            json.write("number", number)
            json.write("state", recordedReason == nil ? "accepted" : "recorded")
            json.write("recordedReason", recordedReason)
            json.write("currency", currency)
            json.write("total", total)
            json.write("paymentState", paymentState)
            json.write("version", version)
            json.write("receivedAt", receivedAt)
            json.write("updatedAt", updatedAt)
        }
    }
}
