import Contracts
import Messaging
import WireJSON

/// It is time to ask a shop. The service sends it to itself.
package struct PollRound: Command {
    package static let type: MessageType = "waybill.intake.poll.round.v1"

    package let shop: ShopKey
    package let kind: PollKind

    package init(_ key: Watermark.Key) {
        shop = key.shop
        kind = key.kind
    }

    package var key: Watermark.Key { Watermark.Key(shop: shop, kind: kind) }

    package init(from json: JSONNode) throws(JSONError) {
        shop = ShopKey(channel: try json.decode("channel"), shop: try json.decode("shop"))
        kind = try json.decode("kind")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("channel", shop.channel)
            json.write("shop", shop.shop)
            json.write("kind", kind)
        }
    }

    static func timerKey(_ key: Watermark.Key) -> String { "poll/\(key.text)" }

    static func schedule(_ key: Watermark.Key, after delay: Duration, _ out: inout Outcome) {
        out.schedule(PollRound(key), key: timerKey(key), after: delay)
    }
}
