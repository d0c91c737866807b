import Contracts
import FoundationEssentials
import WireJSON

/// Money that was taken for what the customer does not get.
package struct OwedRefund: Hashable, Sendable, JSONCodable {
    package let id: UUID
    package let amount: Int64
    package let reason: String
    package let lines: [LineAmount]

    package init(id: UUID, amount: Int64, reason: String, lines: [LineAmount]) {
        self.id = id
        self.amount = amount
        self.reason = reason
        self.lines = lines
    }

    package init(from json: JSONNode) throws(JSONError) {
        id = try json.decode("id")
        amount = try json.decode("amount")
        reason = try json.decode("reason")
        lines = try json.decode("lines", default: [])
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("id", id)
            json.write("amount", amount)
            json.write("reason", reason)
            if !lines.isEmpty { json.write("lines", lines) }
        }
    }
}
