import Contracts
import FoundationEssentials
import Messaging

/// What all that is told to channels has in common: whose shop it is, once per intent, and the call itself.
enum PushTaking {
    /// The shop that an event is about.
    static func shop(of envelope: Envelope) -> ShopKey? { envelope.channel.flatMap(ShopKey.init(text:)) }

    /// The order that an event is about, with its shop, when the shop's channel is to be told such things.
    static func order(
        _ kind: ChannelPush.Kind, _ context: HandlerContext, _ rows: OrderIntakeRows
    ) -> (row: IntakeOrder, shop: Shop)? {
        guard let key = shop(of: context.envelope), let shop = rows.shops[key], shop.connection != nil,
            ToldKinds.include(kind, of: key.channel),
            let row = rows.orders.rows.first(where: { $0.id == context.orderID }), row.key.shop == key,
            // An exchange is ours: the channel has never heard of it.
            row.order.kind != .exchange
        else { return nil }
        return (row, shop)
    }

    static func book(_ row: IntakeOrder, _ rows: OrderIntakeRows) -> PushBook {
        PushBook(row.order, rows.pushes.rows.filter { $0.orderID == row.id })
    }

    /// Whether with these units all is sent that is still wanted of an order.
    static func isLast(_ lines: [ChannelPush.Line], of row: IntakeOrder, _ rows: OrderIntakeRows) -> Bool {
        let keepsRefunded = ChannelDirectory.mapping(of: row.key.shop.channel)?.keepsRefundedUnits ?? false
        return book(row, rows).isLast(
            lines, refunds: keepsRefunded ? rows.refunds.rows.filter { $0.key.order == row.key } : [])
    }

    /// - Parameters:
    ///   - key: the business intent: what was asked for under it is not asked for again.
    ///   - isDue: false for what waits until ``tellWaiting(of:_:_:_:)``.
    static func tell(
        _ push: ChannelPush, key: String, of row: IntakeOrder, isDue: Bool = true, _ context: HandlerContext,
        _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) {
        guard rows.pushes[key] == nil else { return }
        let record = PushRecord(
            key: key, order: row.key, orderID: row.id, push: push, state: isDue ? .asked : .waiting)
        rows.pushes[key] = record
        if isDue { perform(record, context, &out) }
    }

    /// The order is worked on: its channel is told what waited for that.
    static func tellWaiting(
        of row: IntakeOrder, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) {
        let waiting = rows.pushes.rows.filter { $0.orderID == row.id && $0.state == .waiting }
        for var record in waiting.sorted(by: { $0.key < $1.key }) {
            record.state = .asked
            rows.pushes[record.key] = record
            perform(record, context, &out)
        }
    }

    private static func perform(_ record: PushRecord, _ context: HandlerContext, _ out: inout Outcome) {
        let request = PushRequest(shop: record.order.shop, push: record.push, key: record.key)
        out.perform(
            EffectRequest(
                kind: PushDone.effectKind, key: record.effectKey, request: request, command: context.command))
    }
}
