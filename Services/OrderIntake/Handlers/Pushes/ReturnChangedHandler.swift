import Contracts
import FoundationEssentials
import Messaging

/// A return that was asked for at the channel is declined. That it was granted, the channel hears with the money.
enum ReturnChangedHandler: MessageHandler {
    typealias Store = OrderIntakeStore

    static func keys(of message: ReturnChanged, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        let shop = ShopKey(channel: message.order.channel, shop: message.order.shop)
        guard message.state == .declined, ToldKinds.include(.returnDecision, of: shop.channel) else { return }
        let order = OrderKey(shop: shop, externalID: message.order.externalID)
        keys.shops.insert(shop)
        keys.orders.insert(order)
        keys.toldOrders.insert(order)
    }

    static func handle(
        _ message: ReturnChanged, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        guard message.state == .declined, let (row, _) = PushTaking.order(.returnDecision, context, rows) else {
            return
        }
        let units = Dictionary(message.lines.map { ($0.lineID, $0.quantity) }, uniquingKeysWith: +)
        let push = ChannelPush.ReturnDecision(
            order: row.order.externalID, reference: message.returnID.text,
            lines: units.sorted { $0.key < $1.key }.map { ChannelPush.Line(lineID: $0.key, quantity: $0.value) },
            reason: message.reason?.message)
        PushTaking.tell(
            .returnDecision(push), key: "return/\(message.returnID.text)/declined", of: row, context, &rows, &out)
    }
}
