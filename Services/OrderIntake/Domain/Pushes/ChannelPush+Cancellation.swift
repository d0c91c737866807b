import Contracts
import WireJSON

extension ChannelPush {
    /// Units that will not be sent, because we say so.
    package struct Cancellation: Hashable, Sendable, JSONCodable {
        /// The channel's id of the order.
        package var order: String
        /// Ours: the same in every attempt.
        package var key: String
        package var lines: [Line]
        /// Of the same lines, the units that go on or were sent: what the order comes to when it is done.
        package var left: [Line]
        /// What the units cost, in minor units; of the whole order with everything else.
        package var amount: Int64
        package var currency: Currency
        /// Whether nothing of the order goes on or was sent.
        package var isWhole: Bool
        /// A stable code.
        package var reason: String
        /// Whether the channel has the money, and is to give it back.
        package var isPaidThere: Bool
        /// What was left to be sent is not, and the channel knows of that: it is only to hear that all else was sent.
        package var completesOrder: Bool

        package init(
            order: String, key: String, lines: [Line] = [], left: [Line] = [], amount: Int64, currency: Currency,
            isWhole: Bool = false, reason: String, isPaidThere: Bool = false, completesOrder: Bool = false
        ) {
            self.order = order
            self.key = key
            self.lines = lines
            self.left = left
            self.amount = amount
            self.currency = currency
            self.isWhole = isWhole
            self.reason = reason
            self.isPaidThere = isPaidThere
            self.completesOrder = completesOrder
        }

        package init(from json: JSONNode) throws(JSONError) {
            order = try json.decode("order")
            key = try json.decode("key")
            lines = try json.decode("lines", default: [])
            left = try json.decode("left", default: [])
            amount = try json.decode("amount")
            currency = try json.decode("currency")
            isWhole = try json.decode("isWhole", default: false)
            reason = try json.decode("reason")
            isPaidThere = try json.decode("isPaidThere", default: false)
            completesOrder = try json.decode("completesOrder", default: false)
        }

        package func encode(to json: inout JSONWriter) {
            json.object { json in
                json.write("order", order)
                json.write("key", key)
                if !lines.isEmpty { json.write("lines", lines) }
                if !left.isEmpty { json.write("left", left) }
                json.write("amount", amount)
                json.write("currency", currency)
                if isWhole { json.write("isWhole", isWhole) }
                json.write("reason", reason)
                if isPaidThere { json.write("isPaidThere", isPaidThere) }
                if completesOrder { json.write("completesOrder", completesOrder) }
            }
        }
    }
}
