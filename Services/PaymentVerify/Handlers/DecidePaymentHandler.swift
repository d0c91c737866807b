import Contracts
import Messaging

/// A person decides on a payment in review: it goes on, or all of it is undone.
enum DecidePaymentHandler: MessageHandler {
    typealias Store = PaymentStore

    static func keys(of message: DecidePayment, _ envelope: Envelope, into keys: inout PaymentKeys) {
        keys.payments.insert(message.paymentID)
    }

    static func handle(
        _ message: DecidePayment, _ context: HandlerContext, _ rows: inout PaymentRows, _ out: inout Outcome
    ) throws {
        guard var payment = rows.payments[message.paymentID] else {
            throw HandlerError.park("unknown_payment", "there is no payment \(message.paymentID.text) to decide on")
        }
        guard payment.state == .review, payment.undoing == nil else {
            // Decided already, or never in question: what is true is told.
            if payment.state == .pending || payment.undoing != nil {
                throw HandlerError.retry("payment_busy", "the provider has not answered yet")
            }
            return payment.replyState(to: context.command, &out)
        }
        if message.approve, !PaymentVerification.isApprovable(payment.reason) {
            let reason = Reason(
                code: "not_approvable",
                message: "money that is not what the order says cannot be approved: \(payment.reason?.message ?? "")")
            return payment.replyReview(to: context.command, reason: reason, &out)
        }
        out.cancelTimer(key: ExpireReview.timerKey(payment.id))
        payment.version += 1
        rows.decisions.append(
            FraudDecision(
                paymentID: payment.id, sequence: payment.version, ruleSet: nil, inputs: nil, score: payment.score,
                findings: payment.findings, verdict: message.approve ? .pass : .deny, actor: message.actor,
                reason: message.reason))
        if message.approve {
            payment.hold = nil
            payment.reason = nil
            payment.state = payment.settledState
            rows.payments[payment.id] = payment
            Authorisation.reply(payment, &rows, &out)
        } else {
            payment.reason = Reason(code: "denied_by_operator", message: message.reason)
            payment.undoing = .deny
            Undo.advance(payment, in: context.command, &rows, &out)
        }
    }
}
