import Contracts
import WireJSON

extension ChannelPush {
    /// Money of a return that the channel has, and is to give back.
    package struct Refund: Hashable, Sendable, JSONCodable {
        /// The channel's id of the order.
        package var order: String
        /// Ours: the same in every attempt.
        package var reference: String
        /// Minor units.
        package var amount: Int64
        package var currency: Currency
        package var lines: [Line]
        /// A stable code.
        package var reason: String?

        package init(
            order: String, reference: String, amount: Int64, currency: Currency, lines: [Line] = [],
            reason: String? = nil
        ) {
            self.order = order
            self.reference = reference
            self.amount = amount
            self.currency = currency
            self.lines = lines
            self.reason = reason
        }

        package init(from json: JSONNode) throws(JSONError) {
            order = try json.decode("order")
            reference = try json.decode("reference")
            amount = try json.decode("amount")
            currency = try json.decode("currency")
            lines = try json.decode("lines", default: [])
            reason = try json.decodeIfPresent("reason")
        }

        package func encode(to json: inout JSONWriter) {
            json.object { json in
                json.write("order", order)
                json.write("reference", reference)
                json.write("amount", amount)
                json.write("currency", currency)
                if !lines.isEmpty { json.write("lines", lines) }
                json.write("reason", reason)
            }
        }
    }
}
