import Contracts
import FoundationEssentials
import Messaging

/// A return that was asked for at the channel is declined, or units of it go back to the customer after they were looked at. That
/// it was granted, the channel hears with the money.
enum ReturnChangedHandler: MessageHandler {
    typealias Store = OrderIntakeStore

    static func keys(of message: ReturnChanged, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        let shop = ShopKey(channel: message.order.channel, shop: message.order.shop)
        guard !refused(message).isEmpty, ToldKinds.include(.returnDecision, of: shop.channel) else { return }
        let order = OrderKey(shop: shop, externalID: message.order.externalID)
        keys.shops.insert(shop)
        keys.orders.insert(order)
        keys.toldOrders.insert(order)
    }

    static func handle(
        _ message: ReturnChanged, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        let refused = refused(message)
        guard !refused.isEmpty, let (row, _) = PushTaking.order(.returnDecision, context, rows) else { return }
        let isDeclined = message.state == .declined
        let units = Dictionary(refused.map { ($0.lineID, $0.quantity) }, uniquingKeysWith: +)
        let push = ChannelPush.ReturnDecision(
            order: row.order.externalID, reference: message.returnID.text, orderID: row.id,
            lines: units.sorted { $0.key < $1.key }.map { ChannelPush.Line(lineID: $0.key, quantity: $0.value) },
            reason: message.reason?.message ?? (isDeclined ? nil : "not accepted after inspection"))
        PushTaking.tell(
            .returnDecision(push), key: "return/\(message.returnID.text)/\(isDeclined ? "declined" : "sent_back")",
            of: row, context, &rows, &out)
    }

    /// Of a declined return all units; of one that was looked at to its end those that the customer gets back.
    private static func refused(_ message: ReturnChanged) -> [ReturnUnits] {
        switch message.state {
        case .declined: message.lines
        case .inspected, .settled, .closed: message.lines.filter { $0.bucket == .sentBack && $0.quantity > 0 }
        default: []
        }
    }
}
