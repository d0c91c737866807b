import Contracts
import WireJSON

extension ChannelPush {
    /// What we say to a return that was asked for at the channel.
    package struct ReturnDecision: Hashable, Sendable, JSONCodable {
        /// The channel's id of the order.
        package var order: String
        /// Ours: the same in every attempt.
        package var reference: String
        package var isApproved: Bool
        package var lines: [Line]
        /// For people.
        package var reason: String?

        package init(
            order: String, reference: String, isApproved: Bool = false, lines: [Line] = [], reason: String? = nil
        ) {
            self.order = order
            self.reference = reference
            self.isApproved = isApproved
            self.lines = lines
            self.reason = reason
        }

        package init(from json: JSONNode) throws(JSONError) {
            order = try json.decode("order")
            reference = try json.decode("reference")
            isApproved = try json.decode("isApproved", default: false)
            lines = try json.decode("lines", default: [])
            reason = try json.decodeIfPresent("reason")
        }

        package func encode(to json: inout JSONWriter) {
            json.object { json in
                json.write("order", order)
                json.write("reference", reference)
                if isApproved { json.write("isApproved", isApproved) }
                if !lines.isEmpty { json.write("lines", lines) }
                json.write("reason", reason)
            }
        }
    }
}
