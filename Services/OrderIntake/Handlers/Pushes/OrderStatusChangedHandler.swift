import Contracts
import FoundationEssentials
import Messaging

/// The order's headline: it is kept for who works orders from outside; the channel is told that picking has begun, or that
/// units are cancelled.
enum OrderStatusChangedHandler: MessageHandler {
    typealias Store = OrderIntakeStore

    static func keys(of message: OrderStatusChanged, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        guard let shop = PushTaking.shop(of: envelope),
            ToldKinds.include(.acknowledgement, of: shop.channel) || ToldKinds.include(.cancellation, of: shop.channel)
        else { return }
        let order = OrderKey(shop: shop, externalID: message.externalID)
        keys.shops.insert(shop)
        keys.orders.insert(order)
        keys.toldOrders.insert(order)
    }

    static func handle(
        _ message: OrderStatusChanged, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        OrderStatusTaking.record(message, context, &rows)
        if message.status == .picking { acknowledge(context, &rows, &out) }
        if !message.cancelled.isEmpty {
            cancel(message, context, &rows, &out)
            complete(message, context, &rows, &out)
        }
        if endings.contains(message.status) {
            AwaitedTaking.tellEnd(of: context.orderID, rows, &out)
        }
    }

    private static func acknowledge(_ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome) {
        guard let (row, _) = PushTaking.order(.acknowledgement, context, rows) else { return }
        let lines = row.order.lines.map { ChannelPush.Line(lineID: $0.id, quantity: $0.quantity) }
        PushTaking.tell(
            .acknowledgement(ChannelPush.Acknowledgement(order: row.order.externalID, lines: lines)),
            key: "acknowledgement/\(row.id.text)", of: row, context, &rows, &out)
        PushTaking.tellWaiting(of: row, context, &rows, &out)
    }

    /// What the channel said itself, it need not be told.
    private static func cancel(
        _ message: OrderStatusChanged, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) {
        guard let (row, _) = PushTaking.order(.cancellation, context, rows),
            row.disposition.recordedReason?.stopsOrder != true
        else { return }
        let refunds = rows.refunds.rows.filter { $0.key.order == row.key }
        let lines = PushTaking.book(row, rows).toCancel(message.cancelled, refunds: refunds)
        guard !lines.isEmpty else { return }
        let all = message.cancelled.reduce(0) { $0 + $1.quantity }
        let isWhole = endings.contains(message.status)
        let key = "cancellation/\(row.id.text)/\(all)"
        let push = ChannelPush.Cancellation(
            order: row.order.externalID, key: key, lines: lines,
            left: message.remaining.filter { left in lines.contains { $0.lineID == left.lineID } },
            amount: isWhole ? row.order.total : row.order.worth(of: lines), currency: row.order.currency,
            isWhole: isWhole, reason: message.reason?.code ?? message.status.rawValue,
            isPaidThere: row.order.payment.method == .marketplace && row.order.payment.state == .paid)
        PushTaking.tell(.cancellation(push), key: key, of: row, context, &rows, &out)
    }

    /// What was not sent of an order is cancelled after its parcels have left, by us or by the channel: none of them was the last.
    private static func complete(
        _ message: OrderStatusChanged, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) {
        guard let (row, shop) = PushTaking.order(.cancellation, context, rows),
            ToldKinds.includeCompletion(of: shop.key.channel), row.disposition.recordedReason?.stopsOrder != true,
            PushTaking.book(row, rows).isSentUnheard(but: message.cancelled)
        else { return }
        let key = "completion/\(row.id.text)"
        let push = ChannelPush.Cancellation(
            order: row.order.externalID, key: key, amount: 0, currency: row.order.currency,
            reason: message.reason?.code ?? message.status.rawValue, completesOrder: true)
        PushTaking.tell(.cancellation(push), key: key, of: row, context, &rows, &out)
    }

    /// Nothing of the order goes on, and nothing was sent.
    private static let endings: Set<HeadlineStatus> = [.cancelled, .expired, .rejected]
}
