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
        let request = try message.request()
        let answer = try message.answer(to: request)
        let key = MoneyOperation.Key(paymentID: request.paymentID, kind: .capture, ordinal: request.ordinal)
        guard var payment = rows.payments[request.paymentID] else {
            throw HandlerError.park("unknown_payment", "a provider answered for a payment that is not ours")
        }
        guard rows.operations[key]?.state == .open else { return }
        rows.close(key, with: answer)
        payment.version += 1
        if answer.isDone {
            payment.captured += request.amount
            if payment.undoing == nil { payment.state = payment.settledState }
        }
        rows.payments[payment.id] = payment
        let refusal = answer.refusal ?? Reason(code: "refused", message: "the provider refused")
        rows.answer(.capture(ordinal: request.ordinal), of: payment.id) { command in
            if answer.isDone {
                payment.replyCaptured(ordinal: request.ordinal, amount: request.amount, to: command, &out)
            } else {
                payment.replyCaptureFailed(ordinal: request.ordinal, refusal, to: command, &out)
            }
        }
        // A cancel that waited for this can go on, and gives back what was taken.
        if payment.undoing != nil { Undo.advance(payment, in: message.report.command, &rows, &out) }
    }
}
