import Contracts
import Messaging

/// The end of a payment: what is authorised and will not be taken is given up.
enum Finish {
    /// Goes on with what waits for the provider to be idle, called whenever it has answered.
    static func advance(
        _ payment: Payment, in command: CommandReference, _ rows: inout PaymentRows, _ out: inout Outcome
    ) {
        if payment.undoing != nil { return Undo.advance(payment, in: command, &rows, &out) }
        guard !rows.waiting(on: .finish, of: payment.id).isEmpty else { return }
        guard !rows.operations(of: payment.id).contains(where: { $0.state == .open }) else { return }
        var payment = payment
        if payment.open > 0 {
            if payment.custody == .gateway { return askToVoid(payment, in: command, &rows, &out) }
            rows.record(.void, ordinal: rows.nextOrdinal(.void, of: payment), amount: payment.open, for: payment)
            payment.voided += payment.open
            payment.version += 1
        }
        payment.state = payment.settledState
        rows.payments[payment.id] = payment
        let ended = payment
        rows.answer(.finish, of: ended.id) { ended.replyFinished(to: $0, &out) }
    }

    static func askToVoid(
        _ payment: Payment, in command: CommandReference, _ rows: inout PaymentRows, _ out: inout Outcome
    ) {
        let key = MoneyOperation.Key(
            paymentID: payment.id, kind: .void, ordinal: rows.nextOrdinal(.void, of: payment))
        var operation = MoneyOperation(key: key, amount: payment.open, state: .open)
        operation.authorisation = rows.currentAuthorisation(of: payment)
        rows.ask(operation, for: payment, in: command, &out)
    }
}
