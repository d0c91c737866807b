import Contracts
import FoundationEssentials
import WireJSON

/// Money that the storefront has given back, as it said it.
package struct GivenBack: Hashable, Sendable, JSONCodable {
    /// Made of the storefront's own id of the refund: it is written down once.
    package let id: UUID
    /// Minor units.
    package let amount: Int64
    /// Units that it is for; empty for money alone.
    package let lines: [LineQuantity]

    package init(id: UUID, amount: Int64, lines: [LineQuantity]) {
        self.id = id
        self.amount = amount
        self.lines = lines
    }

    package init(from json: JSONNode) throws(JSONError) {
        id = try json.decode("id")
        amount = try json.decode("amount")
        lines = try json.decode("lines", default: [])
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("id", id)
            json.write("amount", amount)
            if !lines.isEmpty { json.write("lines", lines) }
        }
    }
}
