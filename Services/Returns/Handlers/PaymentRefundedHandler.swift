import Contracts
import FoundationEssentials
import Messaging

/// Money went back: for one of our returns, or for something else, which leaves less for returns.
enum PaymentRefundedHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: PaymentRefunded, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        keys.wholeOrders.insert(envelope.orderID ?? .zero)
        keys.refunds.insert(message.refundID)
    }

    static func handle(
        _ message: PaymentRefunded, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws {
        var rma = rows.rma(settledBy: message.refundID)
        let isPending = rma?.answer(message.refundID, .done) ?? false
        if var order = rows.orders[rma?.orderID ?? context.orderID] {
            order.refunded = max(order.refunded, message.refundedTotal)
            if isPending { order.promised = max(0, order.promised - message.amount) }
            order.touch()
            rows.orders[order.id] = order
        }
        guard let rma, isPending else { return }
        rows.change(rma, context, &out)
    }
}
