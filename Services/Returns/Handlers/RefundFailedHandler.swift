import Contracts
import FoundationEssentials
import Messaging

/// The refund was refused for good. The return waits for a person, who settles it in another way.
enum RefundFailedHandler: MessageHandler {
    typealias Store = ReturnsStore

    static func keys(of message: RefundFailed, _ envelope: Envelope, into keys: inout ReturnsStore.Keys) {
        keys.refunds.insert(message.refundID)
    }

    static func handle(
        _ message: RefundFailed, _ context: HandlerContext, _ rows: inout ReturnsStore.Rows, _ out: inout Outcome
    ) throws {
        guard var rma = rows.rma(settledBy: message.refundID), rma.answer(message.refundID, .failed) else { return }
        rma.details.reason = message.reason
        let amount = rma.settlements.first { $0.id == message.refundID }?.amount ?? 0
        if var order = rows.orders[rma.orderID] {
            order.promised = max(0, order.promised - amount)
            order.touch()
            rows.orders[order.id] = order
        }
        rows.change(rma, context, &out)
    }
}
