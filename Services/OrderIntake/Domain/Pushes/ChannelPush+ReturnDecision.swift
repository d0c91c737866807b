import Contracts
import FoundationEssentials
import WireJSON

extension ChannelPush {
    /// What we say to a return that was asked for at the channel.
    package struct ReturnDecision: Hashable, Sendable, JSONCodable {
        /// The channel's id of the order.
        package var order: String
        /// Our id of the return.
        package var reference: String
        /// Ours of the order. Missing in what the release before wrote down.
        package var orderID: UUID?
        package var isApproved: Bool
        package var lines: [Line]
        /// For people.
        package var reason: String?

        package init(
            order: String, reference: String, orderID: UUID? = nil, isApproved: Bool = false, lines: [Line] = [],
            reason: String? = nil
        ) {
            self.order = order
            self.reference = reference
            self.orderID = orderID
            self.isApproved = isApproved
            self.lines = lines
            self.reason = reason
        }

        package init(from json: JSONNode) throws(JSONError) {
            order = try json.decode("order")
            reference = try json.decode("reference")
            orderID = try json.decodeIfPresent("orderId")
            isApproved = try json.decode("isApproved", default: false)
            lines = try json.decode("lines", default: [])
            reason = try json.decodeIfPresent("reason")
        }

        package func encode(to json: inout JSONWriter) {
            json.object { json in
                json.write("order", order)
                json.write("reference", reference)
                json.write("orderId", orderID)
                if isApproved { json.write("isApproved", isApproved) }
                if !lines.isEmpty { json.write("lines", lines) }
                json.write("reason", reason)
            }
        }
    }
}
