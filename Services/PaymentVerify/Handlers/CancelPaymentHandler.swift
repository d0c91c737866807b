import Contracts
import Messaging

/// Undoes whatever was done. A cancel of something unknown is kept as a tombstone, so that the authorisation that it
/// overtook is refused when it comes.
enum CancelPaymentHandler: MessageHandler {
    typealias Store = PaymentStore

    static func keys(of message: CancelPayment, _ envelope: Envelope, into keys: inout PaymentKeys) {
        keys.payments.insert(message.paymentID)
    }

    static func handle(
        _ message: CancelPayment, _ context: HandlerContext, _ rows: inout PaymentRows, _ out: inout Outcome
    ) throws {
        if let late = message.late { LateMoney.book(late, on: message.paymentID, context, &rows) }
        guard var payment = rows.payments[message.paymentID] else {
            let tombstone = Payment(id: message.paymentID, orderID: context.orderID, state: .cancelled)
            rows.payments[tombstone.id] = tombstone
            return tombstone.replyCancelled(to: context.command, &out)
        }
        if payment.undoing != nil {
            return rows.keep(context.command, on: .undo, of: payment.id)
        }
        switch payment.state {
        case .voided, .refunded, .cancelled, .declined, .denied:
            payment.replyCancelled(to: context.command, &out)
        case .pending, .review, .authorised, .captured:
            rows.keep(context.command, on: .undo, of: payment.id)
            if payment.state == .review { out.cancelTimer(key: ExpireReview.timerKey(payment.id)) }
            payment.undoing = .cancel
            payment.version += 1
            Undo.advance(payment, in: context.command, &rows, &out)
        }
    }
}
