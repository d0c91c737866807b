import Contracts
import Messaging
import WireJSON

/// A message to inventory itself: an article has changed, and the shops are to hear what is left of it.
struct PublishLevel: Command {
    static let type: MessageType = "waybill.inventory.timer.level.v1"

    let sku: String

    init(sku: String) {
        self.sku = sku
    }

    init(from json: JSONNode) throws(JSONError) {
        sku = try json.decode("sku")
    }

    func encode(to json: inout JSONWriter) {
        json.object { $0.write("sku", sku) }
    }
}

/// Tells every open shop the newest level of an article and of the kits it is part of, whatever it was when the timer was
/// set.
enum PublishLevelHandler: MessageHandler {
    typealias Store = InventoryStore

    static func keys(of message: PublishLevel, _ envelope: Envelope, into keys: inout InventoryKeys) {
        keys.names.insert(message.sku)
        keys.parts.insert(message.sku)
    }

    static func handle(
        _ message: PublishLevel, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        let balances = rows.balances(of: message.sku)
        let levels = rows.articles.rows
            .filter { $0.sku == message.sku || $0.components.contains { $0.sku == message.sku } }
            .sorted { $0.sku < $1.sku }.map { rows.level(of: $0) }
        for shop in rows.shops.rows.sorted(by: { $0.key < $1.key }) where shop.isOpen {
            for level in levels { out.announce(level, to: shop) }
        }
        // From here on the next change must set a timer again.
        for var balance in balances where balance.isAnnounced {
            balance.isAnnounced = false
            rows.balances[balance.key] = balance
        }
    }
}

extension Outcome {
    /// Puts a level on the shop's own routing key.
    mutating func announce(_ level: SKULevel, to shop: Shop) {
        let (available, version) = level.shown(to: shop)
        announce(
            StockLevel(sku: level.sku, available: available, version: version, barcode: level.barcode),
            routingKey: shop.routingKey, key: "\(level.sku)/\(version)", sequence: version,
            channel: "\(shop.key.channel)/\(shop.key.shop)")
    }
}
