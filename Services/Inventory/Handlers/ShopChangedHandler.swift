import Contracts
import Messaging

/// Keeps which shops are open and what each is not shown; a shop that opens, or whose buffer changes, is told all levels.
enum ShopChangedHandler: MessageHandler {
    typealias Store = InventoryStore

    static func keys(of message: ShopChanged, _ envelope: Envelope, into keys: inout InventoryKeys) {
        keys.changesPlaces = true
    }

    static func handle(
        _ message: ShopChanged, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        let key = Shop.Key(channel: message.channel, shop: message.shop)
        let sequence = context.envelope.sequence ?? 0
        let known = rows.shops[key]
        // News may overtake each other; the highest version is the truth.
        if let known, sequence != 0, sequence <= known.sequence { return }
        let buffer = max(0, message.stockBuffer)
        rows.shops[key] = Shop(
            key: key, isOpen: message.isOpen, buffer: buffer, sequence: sequence, version: known?.version ?? 0)
        if message.isOpen, known?.isOpen != true || known?.buffer != buffer {
            tellEverything(to: key, &rows, &out)
        }
    }

    /// Raises the version of all levels of a shop and sends them, page by page.
    static func tellEverything(to key: Shop.Key, _ rows: inout InventoryRows, _ out: inout Outcome) {
        guard var shop = rows.shops[key], shop.isOpen else { return }
        shop.version += 1
        rows.shops[key] = shop
        PublishShopLevels(key, after: "").schedule(after: .zero, &out)
    }
}
