import Contracts
import FoundationEssentials
import WireJSON

/// Money that was taken for what the customer does not get.
package struct OwedRefund: Hashable, Sendable, JSONCodable {
    package let id: UUID
    package let amount: Int64
    package let reason: String
    package let lines: [LineAmount]
    /// Whether what it is for stays what it was: the order costs as much as before.
    package let isMoneyAlone: Bool

    package init(id: UUID, amount: Int64, reason: String, lines: [LineAmount], isMoneyAlone: Bool = false) {
        self.id = id
        self.amount = amount
        self.reason = reason
        self.lines = lines
        self.isMoneyAlone = isMoneyAlone
    }

    package init(from json: JSONNode) throws(JSONError) {
        id = try json.decode("id")
        amount = try json.decode("amount")
        reason = try json.decode("reason")
        lines = try json.decode("lines", default: [])
        isMoneyAlone = try json.decode("moneyAlone", default: false)
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("id", id)
            json.write("amount", amount)
            json.write("reason", reason)
            if !lines.isEmpty { json.write("lines", lines) }
            if isMoneyAlone { json.write("moneyAlone", true) }
        }
    }
}
