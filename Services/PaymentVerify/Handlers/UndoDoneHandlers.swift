import Contracts
import Messaging

/// The provider has given up what it held.
enum VoidDoneHandler: MessageHandler {
    typealias Store = PaymentStore

    static func keys(of message: VoidDone, _ envelope: Envelope, into keys: inout PaymentKeys) {
        message.addKeys(to: &keys)
    }

    /// - Throws: `HandlerError` that parks, when the provider refuses to let go: a person must see to it, and until then
    ///   the payment stays under way back.
    static func handle(
        _ message: VoidDone, _ context: HandlerContext, _ rows: inout PaymentRows, _ out: inout Outcome
    ) throws {
        guard var done = try GatewayDone(message, .void, rows) else { return }
        guard done.answer.isDone else { throw done.parking }
        rows.close(done.operation.key, with: done.answer)
        done.payment.voided += done.operation.amount
        done.payment.version += 1
        rows.payments[done.payment.id] = done.payment
        Finish.advance(done.payment, in: message.report.command, &rows, &out)
    }
}

/// The provider has given back what was taken, or refuses to.
enum RefundDoneHandler: MessageHandler {
    typealias Store = PaymentStore

    static func keys(of message: RefundDone, _ envelope: Envelope, into keys: inout PaymentKeys) {
        message.addKeys(to: &keys)
        keys.lines.formUnion(keys.payments)
    }

    /// - Throws: `HandlerError` that parks, when the provider refuses to give back the money of a cancelled order. Who
    ///   asked for a refund is told of a refusal instead.
    static func handle(
        _ message: RefundDone, _ context: HandlerContext, _ rows: inout PaymentRows, _ out: inout Outcome
    ) throws {
        guard var done = try GatewayDone(message, .refund, rows) else { return }
        if !done.answer.isDone, done.operation.refundID == nil { throw done.parking }
        rows.close(done.operation.key, with: done.answer)
        done.payment.version += 1
        if done.answer.isDone {
            done.payment.refunded += done.operation.amount
            if done.payment.undoing == nil { done.payment.state = done.payment.settledState }
        } else {
            Refunding.unbook(done.operation, &rows)
        }
        rows.payments[done.payment.id] = done.payment
        if let refundID = done.operation.refundID { Refunding.settle(refundID, of: done.payment, &rows, &out) }
        Finish.advance(done.payment, in: message.report.command, &rows, &out)
    }
}
