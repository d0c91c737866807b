import Contracts
import WireJSON

/// A submission as it came, not yet judged: decoding never fails, so that everything wrong with it can be answered at
/// once. On the wire it is a ``SubmitOrder``.
package struct Submission: Command {
    package static let type = SubmitOrder.type

    package let data: JSONNode

    package init(from json: JSONNode) {
        data = json
    }

    package func encode(to json: inout JSONWriter) {
        json.raw(data.rawBytes)
    }

    package static func == (left: Submission, right: Submission) -> Bool {
        left.data.canonicalBytes() == right.data.canonicalBytes()
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(data.canonicalBytes())
    }

    /// What the body says of itself; nil where that is no text. The routing key decides.
    var claimedKey: OrderKey? {
        guard let order = data["order"], let channel = order["channel"]?.string, let shop = order["shop"]?.string,
            let externalID = order["externalId"]?.string
        else { return nil }
        return OrderKey(shop: ShopKey(channel: channel, shop: shop), externalID: externalID)
    }
}
