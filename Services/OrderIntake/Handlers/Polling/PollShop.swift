import Contracts
import Messaging
import WireJSON

/// A question to a shop, as the effect is asked to put it.
package struct PollShop: JSONCodable, Hashable, Sendable {
    package static let effectKind = "poll"

    package let shop: ShopKey
    package let kind: PollKind
    package let ordinal: Int64
    package let position: PollPosition
    package let connection: ShopConnection
    /// Before a shop was read to the end once, what is found is no loss of its webhooks.
    package let isFirstRound: Bool
    /// Whether the shop's webhooks are to be looked at too.
    package let looksAtWebhooks: Bool

    package init(
        _ watermark: Watermark, _ position: PollPosition, _ connection: ShopConnection, looksAtWebhooks: Bool
    ) {
        shop = watermark.key.shop
        kind = watermark.key.kind
        ordinal = watermark.ordinal
        self.position = position
        self.connection = connection
        isFirstRound = kind == .changes && watermark.finishedAt == nil
        self.looksAtWebhooks = looksAtWebhooks
    }

    /// The same for the same question, also when it is put again after a crash.
    package func effect(for command: CommandReference) -> EffectRequest {
        EffectRequest(
            kind: kind == .notices ? NoticesDone.effectKind : Self.effectKind,
            key: "poll/\(shop.text)/\(kind.rawValue)/\(ordinal)", request: self, command: command
        )
    }

    package init(from json: JSONNode) throws(JSONError) {
        shop = ShopKey(channel: try json.decode("channel"), shop: try json.decode("shop"))
        kind = try json.decode("kind")
        ordinal = try json.decode("ordinal")
        position = try json.decode("position")
        connection = try json.decode("connection")
        isFirstRound = try json.decode("isFirstRound")
        looksAtWebhooks = try json.decode("looksAtWebhooks")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("channel", shop.channel)
            json.write("shop", shop.shop)
            json.write("kind", kind)
            json.write("ordinal", ordinal)
            json.write("position", position)
            json.write("connection", connection)
            json.write("isFirstRound", isFirstRound)
            json.write("looksAtWebhooks", looksAtWebhooks)
        }
    }
}
