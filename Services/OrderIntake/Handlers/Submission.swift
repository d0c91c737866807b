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

    /// What the body says of itself; the routing key decides. Nil for a key that no order can have, which the database
    /// is not to be asked for either: it would fail over U+0000, and with it the whole batch.
    var claimedKey: OrderKey? {
        guard let order = data["order"], let channel = order["channel"]?.string, let shop = order["shop"]?.string,
            let externalID = order["externalId"]?.string, !externalID.utf8.contains(0),
            externalID.utf8.count <= SubmissionReader.longestIdentifier
        else { return nil }
        let key = ShopKey(channel: channel, shop: shop)
        return key.isWellFormed ? OrderKey(shop: key, externalID: externalID) : nil
    }
}
