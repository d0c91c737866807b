import Contracts
import Messaging

/// The provider has answered an authorisation: the money is held against the order and verified, or refused.
enum AuthoriseDoneHandler: MessageHandler {
    typealias Store = PaymentStore

    static func keys(of message: AuthoriseDone, _ envelope: Envelope, into keys: inout PaymentKeys) {
        message.addKeys(to: &keys)
    }

    static func handle(
        _ message: AuthoriseDone, _ context: HandlerContext, _ rows: inout PaymentRows, _ out: inout Outcome
    ) throws {
        guard let done = try GatewayDone(message, .authorise, rows) else { return }
        let answer = done.answer
        var payment = done.payment
        rows.close(done.operation.key, with: answer)
        if done.operation.key.ordinal > 0 {
            return Reauthorisation.settle(done, in: message.report.command, &rows, &out)
        }
        payment.version += 1
        if answer.isDone {
            payment.authorised = answer.amount
            payment.authorisedCurrency = answer.currency
            payment.reference = answer.reference
            payment.expiresAt = answer.expiresAt
        } else {
            payment.reason = answer.refusal
        }
        // The order was cancelled while the provider was thinking: whatever it did is undone.
        if payment.undoing != nil {
            return Undo.advance(payment, in: message.report.command, &rows, &out)
        }
        if answer.isDone {
            Authorisation.settle(&payment, mismatch: mismatch(of: answer, with: try message.request(), payment))
        } else {
            payment.state = .declined
        }
        rows.payments[payment.id] = payment
        Authorisation.reply(payment, &rows, &out)
    }

    private static func mismatch(
        of answer: GatewayAnswer, with request: GatewayRequest, _ payment: Payment
    ) -> Reason? {
        PaymentVerification.mismatch(
            of: .init(
                amount: answer.amount, currency: answer.currency, payerName: answer.payerName,
                payerEmail: answer.payerEmail),
            with: .init(
                amount: payment.amount, currency: payment.currency, payerName: request.payerName,
                payerEmail: request.payerEmail))
    }
}
