import Contracts
import Messaging

/// The way back of a payment: void what is held, refund what is taken, then answer everybody.
enum Undo {
    /// Takes the next step, called whenever something has changed. Waits while the provider is still busy with the
    /// payment, because only its answer says what there is to undo, and while a bank decides who gets disputed money.
    static func advance(
        _ payment: Payment, in command: CommandReference, _ rows: inout PaymentRows, _ out: inout Outcome
    ) {
        var payment = payment
        defer { rows.payments[payment.id] = payment }
        guard !rows.operations(of: payment.id).contains(where: { $0.state == .open }) else { return }
        if payment.custody == .gateway {
            ask(payment, in: command, &rows, &out)
            guard payment.open == 0, payment.kept == 0 else { return }
        } else if payment.disputed > 0, payment.kept > 0 {
            return
        } else {
            // Nobody of ours holds this money: whoever does gives it back, and it is written down here.
            rows.record(.void, ordinal: rows.nextOrdinal(.void, of: payment), amount: payment.open, for: payment)
            rows.record(.refund, ordinal: rows.nextOrdinal(.refund, of: payment), amount: payment.kept, for: payment)
            payment.voided += payment.open
            payment.refunded += payment.kept
        }
        finish(&payment, &rows, &out)
    }

    private static func ask(
        _ payment: Payment, in command: CommandReference, _ rows: inout PaymentRows, _ out: inout Outcome
    ) {
        if payment.open > 0 { Finish.askToVoid(payment, in: command, &rows, &out) }
        for part in rows.refundParts(of: payment.refundable, from: payment) {
            let key = MoneyOperation.Key(
                paymentID: payment.id, kind: .refund, ordinal: rows.nextOrdinal(.refund, of: payment))
            var operation = MoneyOperation(key: key, amount: part.amount, state: .open)
            operation.authorisation = part.authorisation
            rows.ask(operation, for: payment, in: command, &out)
        }
    }

    private static func finish(_ payment: inout Payment, _ rows: inout PaymentRows, _ out: inout Outcome) {
        let isDenied = payment.undoing == .deny
        payment.undoing = nil
        payment.state =
            isDenied ? .denied : payment.refunded > 0 ? .refunded : payment.voided > 0 ? .voided : .cancelled
        let ended = payment
        rows.answer(.authorise, of: ended.id) { ended.replyState(to: $0, &out) }
        rows.answer(.undo, of: ended.id) { ended.replyCancelled(to: $0, &out) }
        rows.answer(.finish, of: ended.id) { ended.replyFinished(to: $0, &out) }
    }
}
