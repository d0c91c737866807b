import Contracts
import WireJSON

extension ChannelPush {
    /// The order has its invoice.
    package struct Invoice: Hashable, Sendable, JSONCodable {
        /// The channel's id of the order.
        package var order: String
        package var number: String
        /// Where the customer finds it.
        package var link: String?
        package var issuedAt: Timestamp?
        /// The channel was told another number before.
        package var isCorrection: Bool
        /// Which one of the order's, from 0, as they were submitted.
        package var ordinal: Int

        package init(
            order: String, number: String, link: String? = nil, issuedAt: Timestamp? = nil, isCorrection: Bool = false,
            ordinal: Int = 0
        ) {
            self.order = order
            self.number = number
            self.link = link
            self.issuedAt = issuedAt
            self.isCorrection = isCorrection
            self.ordinal = ordinal
        }

        package init(from json: JSONNode) throws(JSONError) {
            order = try json.decode("order")
            number = try json.decode("number")
            link = try json.decodeIfPresent("link")
            issuedAt = try json.decodeIfPresent("issuedAt")
            isCorrection = try json.decode("isCorrection", default: false)
            ordinal = try json.decode("ordinal", default: isCorrection ? 1 : 0)
        }

        package func encode(to json: inout JSONWriter) {
            json.object { json in
                json.write("order", order)
                json.write("number", number)
                json.write("link", link)
                json.write("issuedAt", issuedAt)
                if isCorrection { json.write("isCorrection", isCorrection) }
                if ordinal > 0 { json.write("ordinal", ordinal) }
            }
        }
    }
}
