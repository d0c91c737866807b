import Contracts
import WireJSON

extension ChannelPush {
    /// We have the order and begin to work on it.
    package struct Acknowledgement: Hashable, Sendable, JSONCodable {
        /// The channel's id of the order.
        package var order: String
        package var lines: [Line]

        package init(
            order: String, lines: [Line] = []
        ) {
            self.order = order
            self.lines = lines
        }

        package init(from json: JSONNode) throws(JSONError) {
            order = try json.decode("order")
            lines = try json.decode("lines", default: [])
        }

        package func encode(to json: inout JSONWriter) {
            json.object { json in
                json.write("order", order)
                if !lines.isEmpty { json.write("lines", lines) }
            }
        }
    }
}
