import Contracts
import WireJSON

/// What the performer of pushes is given.
package struct PushRequest: Hashable, Sendable, JSONCodable {
    package var shop: ShopKey
    package var push: ChannelPush
    /// ``PushRecord/key``, or the feed's ordinal.
    package var key: String
    /// The channel works on it under this reference: it is asked how it went.
    package var reference: String?
    /// How often it was asked.
    package var asked: Int

    package init(shop: ShopKey, push: ChannelPush, key: String, reference: String? = nil, asked: Int = 0) {
        self.shop = shop
        self.push = push
        self.key = key
        self.reference = reference
        self.asked = asked
    }

    package init(from json: JSONNode) throws(JSONError) {
        shop = ShopKey(channel: try json.decode("channel"), shop: try json.decode("shop"))
        push = try json.decode("push")
        key = try json.decode("key")
        reference = try json.decodeIfPresent("reference")
        asked = try json.decode("asked", default: 0)
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("channel", shop.channel)
            json.write("shop", shop.shop)
            json.write("push", push)
            json.write("key", key)
            json.write("reference", reference)
            if asked > 0 { json.write("asked", asked) }
        }
    }
}
