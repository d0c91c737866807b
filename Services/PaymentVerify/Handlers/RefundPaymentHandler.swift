import Contracts
import Messaging

/// Gives money back: all or a part, for lines or for none. One refund id is one refund, however often it is asked for.
enum RefundPaymentHandler: MessageHandler {
    typealias Store = PaymentStore

    static func keys(of message: RefundPayment, _ envelope: Envelope, into keys: inout PaymentKeys) {
        keys.payments.insert(message.paymentID)
        keys.lines.insert(message.paymentID)
    }

    static func handle(
        _ message: RefundPayment, _ context: HandlerContext, _ rows: inout PaymentRows, _ out: inout Outcome
    ) throws {
        guard var payment = rows.payments[message.paymentID] else {
            return fail(message, Reason(code: "unknown_payment", message: "nothing was ever authorised"), context, &out)
        }
        let known = rows.operations(of: payment.id).filter { $0.refundID == message.refundID }
        if !known.isEmpty {
            guard known.reduce(0, { $0 + $1.amount }) == message.amount else {
                let reason = Reason(
                    code: "refund_id_reused", path: "$.refundId", message: "this refund had another amount before")
                return fail(message, reason, context, &out, sequence: payment.version)
            }
            rows.keep(context.command, on: .refund(message.refundID), of: payment.id)
            return Refunding.settle(message.refundID, of: payment, &rows, &out)
        }
        let open = rows.operations(.refund, of: payment).reduce(0) { $1.state == .open ? $0 + $1.amount : $0 }
        if let reason = RefundRule.refusal(
            of: message, from: payment, asked: open, balances: rows.balances(of: payment.id))
        {
            return fail(message, reason, context, &out, sequence: payment.version)
        }
        rows.book(message.lines, of: payment.id, sign: 1)
        rows.keep(context.command, on: .refund(message.refundID), of: payment.id)
        payment.version += 1
        if payment.custody == .gateway {
            Refunding.ask(message, payment, in: context.command, &rows, &out)
        } else {
            // Whoever has the money gives it back; it is written down as owed.
            rows.record(
                .refund, ordinal: rows.nextOrdinal(.refund, of: payment, from: 1), amount: message.amount, for: payment,
                refundID: message.refundID, lines: message.lines, returnID: message.returnID)
            payment.refunded += message.amount
            payment.state = payment.settledState
        }
        rows.payments[payment.id] = payment
        Refunding.settle(message.refundID, of: payment, &rows, &out)
    }

    private static func fail(
        _ message: RefundPayment, _ reason: Reason, _ context: HandlerContext, _ out: inout Outcome,
        sequence: Int64? = nil
    ) {
        out.reply(
            RefundFailed(paymentID: message.paymentID, refundID: message.refundID, reason: reason),
            to: context.command, sequence: sequence)
    }
}
