import Contracts
import FoundationEssentials
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
        /// Ours of the order, and of the return that it settles. Missing in what the release before wrote down.
        package var orderID: UUID?
        package var returnID: UUID?
        /// Units of the return that were accepted so far, with those that this money is for; nil when that is not known.
        package var accepted: [Line]?
        /// Units of the return that were refused until then: where the money goes back by claims, theirs are left alone.
        package var refused: [Line]
        /// A stable code.
        package var reason: String?

        package init(
            order: String, reference: String, amount: Int64, currency: Currency, lines: [Line] = [],
            orderID: UUID? = nil, returnID: UUID? = nil, accepted: [Line]? = nil, refused: [Line] = [],
            reason: String? = nil
        ) {
            self.order = order
            self.reference = reference
            self.amount = amount
            self.currency = currency
            self.lines = lines
            self.orderID = orderID
            self.returnID = returnID
            self.accepted = accepted
            self.refused = refused
            self.reason = reason
        }

        package init(from json: JSONNode) throws(JSONError) {
            order = try json.decode("order")
            reference = try json.decode("reference")
            amount = try json.decode("amount")
            currency = try json.decode("currency")
            lines = try json.decode("lines", default: [])
            orderID = try json.decodeIfPresent("orderId")
            returnID = try json.decodeIfPresent("returnId")
            accepted = try json.decodeIfPresent("accepted")
            refused = try json.decode("refused", default: [])
            reason = try json.decodeIfPresent("reason")
        }

        package func encode(to json: inout JSONWriter) {
            json.object { json in
                json.write("order", order)
                json.write("reference", reference)
                json.write("amount", amount)
                json.write("currency", currency)
                if !lines.isEmpty { json.write("lines", lines) }
                json.write("orderId", orderID)
                json.write("returnId", returnID)
                json.write("accepted", accepted)
                if !refused.isEmpty { json.write("refused", refused) }
                json.write("reason", reason)
            }
        }
    }
}
