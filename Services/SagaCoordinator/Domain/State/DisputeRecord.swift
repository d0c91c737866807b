import Contracts
import FoundationEssentials
import WireJSON

/// What the customer disputes at the bank or with the marketplace, as it was last told.
package struct DisputeRecord: Hashable, Sendable, JSONCodable {
    /// Of the step that waits for the decision.
    package let id: UUID
    package let disputeID: String
    /// Of the payment when this was told: the newest word wins.
    package var spoken: Int64
    /// Minor units.
    package var amount: Int64
    /// As the provider says.
    package var reason: String
    package var status: DisputeStatus
    /// What was taken back after disputes, of the whole payment, when this was told.
    package var lostTotal: Int64

    package init(_ news: PaymentDisputed, spoken: Int64) {
        id = .v5("dispute/\(news.disputeID)", in: news.paymentID)
        disputeID = news.disputeID
        self.spoken = spoken
        amount = news.amount
        reason = news.reason
        status = news.status
        lostTotal = news.lostTotal
    }

    package init(from json: JSONNode) throws(JSONError) {
        id = try json.decode("id")
        disputeID = try json.decode("disputeId")
        spoken = try json.decode("spoken")
        amount = try json.decode("amount")
        reason = try json.decode("reason")
        status = try json.decode("status")
        lostTotal = try json.decode("lostTotal", default: 0)
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("id", id)
            json.write("disputeId", disputeID)
            json.write("spoken", spoken)
            json.write("amount", amount)
            json.write("reason", reason)
            json.write("status", status)
            if lostTotal != 0 { json.write("lostTotal", lostTotal) }
        }
    }
}
