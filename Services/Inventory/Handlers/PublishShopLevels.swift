import Contracts
import Messaging
import WireJSON

/// A message to inventory itself: a shop is to hear the next page of all levels.
struct PublishShopLevels: Command {
    static let type: MessageType = "waybill.inventory.timer.levels.v1"

    /// Articles in one message: few enough that other work is not kept waiting.
    static let pageSize = 500

    let channel: String
    let shop: String
    /// The last SKU of the page before; empty for the first page.
    let after: String

    init(_ key: Shop.Key, after: String) {
        channel = key.channel
        shop = key.shop
        self.after = after
    }

    func schedule(after delay: Duration, _ out: inout Outcome) {
        out.schedule(self, key: "levels/\(channel)/\(shop)", after: delay, orderID: .zero)
    }

    init(from json: JSONNode) throws(JSONError) {
        channel = try json.decode("channel")
        shop = try json.decode("shop")
        after = try json.decode("after")
    }

    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("channel", channel)
            json.write("shop", shop)
            json.write("after", after)
        }
    }
}

/// Tells one shop a page of levels and comes back for the next. A walk that is begun anew replaces the one under way.
enum PublishShopLevelsHandler: MessageHandler {
    typealias Store = InventoryStore

    static func keys(of message: PublishShopLevels, _ envelope: Envelope, into keys: inout InventoryKeys) {
        keys.pages.insert(message.after)
    }

    static func handle(
        _ message: PublishShopLevels, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        let key = Shop.Key(channel: message.channel, shop: message.shop)
        guard let shop = rows.shops[key], shop.isOpen, let page = rows.pages[message.after] else { return }
        for level in page { out.announce(level, to: shop) }
        guard page.count == PublishShopLevels.pageSize, let last = page.last else { return }
        PublishShopLevels(key, after: last.sku).schedule(after: .zero, &out)
    }
}
