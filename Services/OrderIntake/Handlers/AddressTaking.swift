import Contracts
import Messaging

/// A channel says by a message of its own where an order goes from now on: the coordinator follows until a label is bought.
enum AddressTaking {
    /// - Throws: `HandlerError` that parks what is no whole address, and waits for an order that has not come.
    static func take(
        _ message: Webhook, _ mapping: any ChannelMapping, _ context: HandlerContext, _ rows: inout OrderIntakeRows,
        _ out: inout Outcome
    ) throws -> String {
        let shop = rows.shops[message.shop] ?? Shop(key: message.shop)
        guard let key = message.orderKey,
            let address = message.order.flatMap({ mapping.address(in: $0, for: shop) })?.address
        else {
            throw HandlerError.park(
                "address_change", "the customer changed the address, and the body holds no whole one")
        }
        guard let row = rows.orders[key] else {
            throw HandlerError.retry("unknown_order", "no order \(key.externalID) has come yet")
        }
        var order = row.order
        order.shippingAddress = address
        // It has no time of its own. A moment later than all that is known, so that what was told before does not come back; no more, since
        // cancels of before are taken for part of what is newer.
        let updatedAt = row.updatedAt + .milliseconds(1)
        order.updatedAt = updatedAt
        let incoming = IncomingOrder(
            order: order, disposition: row.disposition, updatedAt: updatedAt, isOfAllThatIsKnown: true)
        return OrderTaking.take(incoming, context, &rows, &out).outcome.rawValue
    }
}
