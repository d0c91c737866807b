import Contracts
import Messaging

/// A new authorisation in place of one that has lapsed before all of it was taken, under a key of its own.
enum Reauthorisation {
    /// Codes with which a provider says that an authorisation has lapsed.
    static let lapsed = "authorisation_expired"

    /// Puts a capture behind a new authorisation of all that is left, unless there is one already. The capture's question
    /// must be kept.
    /// - Parameter old: the authorisation that it cannot be taken on.
    static func begin(
        _ capture: MoneyOperation.Key, amount: Int64, after old: Int, of payment: Payment, at now: Timestamp,
        in command: CommandReference,
        _ rows: inout PaymentRows, _ out: inout Outcome
    ) {
        let asked = rows.operations(.authorise, of: payment).first { $0.state == .open }
        var operation = MoneyOperation(key: capture, amount: amount, state: .open)
        let current = rows.currentAuthorisation(of: payment)
        if current > old, !payment.isLapsed(at: now) {
            operation.authorisation = current
            return rows.ask(operation, for: payment, in: command, &out)
        }
        operation.authorisation = asked?.key.ordinal ?? rows.nextOrdinal(.authorise, of: payment, from: 1)
        rows.operations[capture] = operation
        guard asked == nil else { return }
        guard let token = payment.token else {
            let reason = Reason(
                code: lapsed, message: "the authorisation has lapsed, and there is no token for another")
            return fail(operation, of: payment, reason, &rows, &out)
        }
        let key = MoneyOperation.Key(paymentID: payment.id, kind: .authorise, ordinal: operation.authorisation)
        rows.ask(
            MoneyOperation(key: key, amount: payment.open, state: .open), for: payment,
            payer: PaymentInstruction(method: payment.method, state: .unpaid, token: token), in: command, &out)
    }

    /// The provider has answered: the captures that waited for it go on, or fail. An authorisation of another amount is
    /// written down as what it is, never used, and lapses by itself.
    static func settle(
        _ done: GatewayDone, in command: CommandReference, _ rows: inout PaymentRows, _ out: inout Outcome
    ) {
        var payment = done.payment
        let waiting = rows.operations(.capture, of: payment).filter {
            $0.state == .open && $0.authorisation == done.operation.key.ordinal
        }
        payment.version += 1
        let mismatch = mismatch(of: done.answer, with: done.operation.amount, payment)
        let isGood = done.answer.isDone && mismatch == nil
        if let mismatch { rows.mark(done.operation.key, as: mismatch) }
        if isGood {
            payment.reference = done.answer.reference
            payment.expiresAt = done.answer.expiresAt
        }
        rows.payments[payment.id] = payment
        for operation in waiting {
            if isGood, payment.undoing == nil {
                rows.ask(operation, for: payment, in: command, &out)
            } else {
                let why = (done.answer.refusal ?? mismatch)?.message ?? "the payment is being cancelled"
                fail(operation, of: payment, Reason(code: lapsed, message: why), &rows, &out)
            }
        }
        Finish.advance(payment, in: command, &rows, &out)
    }

    private static func mismatch(of answer: GatewayAnswer, with asked: Int64, _ payment: Payment) -> Reason? {
        guard answer.isDone else { return nil }
        return PaymentVerification.mismatch(
            of: .init(amount: answer.amount, currency: answer.currency),
            with: .init(amount: asked, currency: payment.authorisedCurrency ?? payment.currency))
    }

    private static func fail(
        _ operation: MoneyOperation, of payment: Payment, _ reason: Reason, _ rows: inout PaymentRows,
        _ out: inout Outcome
    ) {
        var operation = operation
        operation.state = .refused
        operation.code = reason.code
        operation.message = reason.message
        rows.operations[operation.key] = operation
        rows.answer(.capture(ordinal: operation.key.ordinal), of: payment.id) { command in
            payment.replyCaptureFailed(ordinal: operation.key.ordinal, reason, to: command, &out)
        }
    }
}
