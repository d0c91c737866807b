import Contracts
import FoundationEssentials
import Messaging
import WireJSON

/// A shop has left its storefront for good: its customers are forgotten, some orders at a time. The service sends it to itself.
struct EraseShop: Command {
    static let type: MessageType = "waybill.intake.shop.erase.v1"

    let shop: ShopKey
    /// The external id up to which it is done.
    let after: String

    init(shop: ShopKey, after: String) {
        self.shop = shop
        self.after = after
    }

    init(from json: JSONNode) throws(JSONError) {
        shop = ShopKey(channel: try json.decode("channel"), shop: try json.decode("shop"))
        after = try json.decode("after")
    }

    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("channel", shop.channel)
            json.write("shop", shop.shop)
            json.write("after", after)
        }
    }

    func schedule(_ out: inout Outcome) {
        out.schedule(self, key: "erase-shop/\(shop.text)", after: .zero)
    }
}

enum EraseShopHandler: MessageHandler {
    typealias Store = OrderIntakeStore

    static func keys(of message: EraseShop, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        keys.orderPages.insert(OrderKey(shop: message.shop, externalID: message.after))
    }

    static func handle(
        _ message: EraseShop, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        let page = rows.orderPages[OrderKey(shop: message.shop, externalID: message.after)] ?? []
        for order in page {
            PrivacyTaking.erase(order.id, wasAnnounced: order.isAnnounced, "shop/redact", message.shop, &out)
        }
        guard let last = page.last else { return }
        EraseShop(shop: message.shop, after: last.externalID).schedule(&out)
    }
}
