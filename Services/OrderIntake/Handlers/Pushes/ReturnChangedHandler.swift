import Contracts
import FoundationEssentials
import Messaging

/// A return that was asked for at the channel is declined, or units of it go back to the customer after they were looked at. That
/// it was granted, the channel hears with the money; of units that cost nothing it hears here, since no money goes back for them.
enum ReturnChangedHandler: MessageHandler {
    typealias Store = OrderIntakeStore

    static func keys(of message: ReturnChanged, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        let shop = ShopKey(channel: message.order.channel, shop: message.order.shop)
        guard !refused(message).isEmpty || !accepted(message).isEmpty,
            ToldKinds.include(.returnDecision, of: shop.channel)
        else { return }
        let order = OrderKey(shop: shop, externalID: message.order.externalID)
        keys.shops.insert(shop)
        keys.orders.insert(order)
        keys.toldOrders.insert(order)
    }

    static func handle(
        _ message: ReturnChanged, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        guard let (row, _) = PushTaking.order(.returnDecision, context, rows) else { return }
        let free = Set(
            row.order.lines.filter { Int128($0.unitPrice) * Int128($0.quantity) <= Int128($0.discount) }.map(\.id))
        let gifts = lines(of: accepted(message).filter { free.contains($0.lineID) })
        if !gifts.isEmpty {
            let push = ChannelPush.ReturnDecision(
                order: row.order.externalID, reference: message.returnID.text, orderID: row.id, isApproved: true,
                lines: gifts)
            // What is accepted later is more of them.
            let units = gifts.reduce(0) { $0 + $1.quantity }
            PushTaking.tell(
                .returnDecision(push), key: "return/\(message.returnID.text)/free/\(units)", of: row, context, &rows,
                &out)
        }
        let refused = lines(of: refused(message))
        guard !refused.isEmpty else { return }
        let isDeclined = message.state == .declined
        let push = ChannelPush.ReturnDecision(
            order: row.order.externalID, reference: message.returnID.text, orderID: row.id, lines: refused,
            reason: message.reason?.message ?? (isDeclined ? nil : "not accepted after inspection"))
        PushTaking.tell(
            .returnDecision(push), key: "return/\(message.returnID.text)/\(isDeclined ? "declined" : "sent_back")",
            of: row, context, &rows, &out)
    }

    private static func lines(of units: [ReturnUnits]) -> [ChannelPush.Line] {
        Dictionary(units.map { ($0.lineID, $0.quantity) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
            .map { ChannelPush.Line(lineID: $0.key, quantity: $0.value) }
    }

    /// Of one that was looked at to its end.
    private static func accepted(_ message: ReturnChanged) -> [ReturnUnits] {
        guard [.inspected, .settled, .closed].contains(message.state), message.settlement == .refund else { return [] }
        let kept: Set<ReturnBucket> = [.restocked, .quarantined, .writtenOff]
        return message.lines.filter { kept.contains($0.bucket) && $0.quantity > 0 }
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
