import Contracts
import FoundationEssentials
import Messaging

/// What may be sold of an article has changed. The channel is told at once when it is not being told of others; else with
/// the next batch, and then what is newest.
enum StockLevelHandler: MessageHandler {
    typealias Store = OrderIntakeStore

    static func keys(of message: StockLevel, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        guard let shop = PushTaking.shop(of: envelope), ToldKinds.include(.stock, of: shop.channel) else { return }
        keys.shops.insert(shop)
        keys.feeds.insert(shop)
        keys.levels.insert(ToldLevel.Key(shop: shop, sku: message.sku))
    }

    static func handle(
        _ message: StockLevel, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        guard let key = PushTaking.shop(of: context.envelope), rows.shops[key] != nil,
            ToldKinds.include(.stock, of: key.channel)
        else { return }
        let id = ToldLevel.Key(shop: key, sku: message.sku)
        var level = rows.levels[id] ?? ToldLevel(key: id, units: 0, version: .min)
        guard message.version > level.version else { return }
        level.version = message.version
        level.barcode = message.barcode
        // What is sold beyond what there is, nobody may sell.
        level.units = max(0, message.available)
        // Also of a shop that has no connection yet: with its connection all is told.
        rows.levels[id] = level
        StockTelling.begin(key, context, &rows, &out)
    }
}
