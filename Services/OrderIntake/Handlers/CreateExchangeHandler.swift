import Contracts
import Messaging

/// Goods of a return are exchanged: an order like any other, linked to the one before and paid by what comes back.
package enum CreateExchangeHandler: MessageHandler {
    package typealias Store = OrderIntakeStore

    package static func keys(of message: CreateExchange, _ envelope: Envelope, into keys: inout OrderIntakeKeys) {
        keys.orders.insert(key(of: message.order))
    }

    /// - Throws: `HandlerError` that parks what is no exchange: returns must not make orders of another kind.
    package static func handle(
        _ message: CreateExchange, _ context: HandlerContext, _ rows: inout OrderIntakeRows, _ out: inout Outcome
    ) throws {
        var order = message.order
        guard order.kind == .exchange, order.payment.method == .credit, !order.lines.isEmpty,
            key(of: order).shop.isWellFormed
        else {
            throw HandlerError.park("not_an_exchange", "an exchange has lines, its own kind, and is paid by credit")
        }
        order.originalOrderID = message.originalOrderID
        order.payment.reference = order.payment.reference ?? message.returnID.text
        let incoming = IncomingOrder(
            order: order, disposition: .proceed, updatedAt: order.updatedAt ?? order.placedAt)
        // The return names the order by this id, also to cancel it.
        _ = OrderTaking.take(incoming, newID: order.id == .zero ? nil : order.id, context, &rows, &out)
    }

    private static func key(of order: Order) -> OrderKey {
        OrderKey(shop: ShopKey(channel: order.channel, shop: order.shop), externalID: order.externalID)
    }
}
