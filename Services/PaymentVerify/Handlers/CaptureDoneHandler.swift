import Contracts
import Messaging

/// The provider has answered a capture.
enum CaptureDoneHandler: MessageHandler {
    typealias Store = PaymentStore

    static func keys(of message: CaptureDone, _ envelope: Envelope, into keys: inout PaymentKeys) {
        message.addKeys(to: &keys)
    }

    static func handle(
        _ message: CaptureDone, _ context: HandlerContext, _ rows: inout PaymentRows, _ out: inout Outcome
    ) throws {
        guard let done = try GatewayDone(message, .capture, rows) else { return }
        let (operation, answer) = (done.operation, done.answer)
        var payment = done.payment
        let ordinal = operation.key.ordinal
        if answer.refusal?.code == Reauthorisation.lapsed, payment.undoing == nil {
            return Reauthorisation.begin(
                operation.key, amount: operation.amount, after: operation.authorisation, of: payment, at: context.now,
                in: message.report.command, &rows, &out)
        }
        rows.close(operation.key, with: answer)
        payment.version += 1
        if answer.isDone {
            payment.captured += operation.amount
            if payment.undoing == nil { payment.state = payment.settledState }
        }
        rows.payments[payment.id] = payment
        let refusal = answer.refusal ?? Reason(code: "refused", message: "the provider refused")
        rows.answer(.capture(ordinal: ordinal), of: payment.id) { command in
            if answer.isDone {
                payment.replyCaptured(ordinal: ordinal, amount: operation.amount, to: command, &out)
            } else {
                payment.replyCaptureFailed(ordinal: ordinal, refusal, to: command, &out)
            }
        }
        // A cancel that waited for this can go on, and gives back what was taken.
        Finish.advance(payment, in: message.report.command, &rows, &out)
    }
}
