import Contracts
import Messaging

/// What follows from an authorisation, whoever gave it.
enum Authorisation {
    /// Puts the payment where the verification and the rules say.
    /// - Parameter mismatch: what is not as the order says.
    static func settle(_ payment: inout Payment, mismatch: Reason?) {
        if let mismatch {
            payment.state = .review
            payment.hold = .paymentMismatch
            payment.reason = mismatch
        } else if payment.verdict == .review {
            payment.state = .review
            payment.hold = .paymentReview
            payment.reason = Reason(code: "fraud_rules", message: "the rules ask for a person's decision")
        } else {
            payment.state = payment.settledState
        }
    }

    /// Answers those who asked. In review the question stays open: the last answer comes with the decision.
    static func reply(_ payment: Payment, _ rows: inout PaymentRows, _ out: inout Outcome) {
        if payment.state == .review {
            out.schedule(
                ExpireReview(paymentID: payment.id), key: ExpireReview.timerKey(payment.id),
                after: rows.reviewDeadline, orderID: payment.orderID)
            for command in rows.waiting(on: .authorise, of: payment.id) { payment.replyState(to: command, &out) }
        } else {
            rows.answer(.authorise, of: payment.id) { payment.replyState(to: $0, &out) }
        }
    }
}
