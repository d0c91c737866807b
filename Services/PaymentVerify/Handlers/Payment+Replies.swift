import Contracts
import FoundationEssentials
import Messaging

extension Payment {
    /// Answers an authorisation, or a decision on one, with what is true now. Nothing is said while the provider is being
    /// asked: the answer comes with its own.
    func replyState(to command: CommandReference, _ out: inout Outcome) {
        switch state {
        case .pending: break
        case .review: replyReview(to: command, reason: reason, &out)
        case .authorised, .captured: replyAuthorised(to: command, &out)
        case .declined: replyDeclined(to: command, &out)
        case .denied: replyDenied(to: command, &out)
        case .voided, .refunded, .cancelled: replyCancelled(to: command, &out)
        }
    }

    func replyAuthorised(to command: CommandReference, _ out: inout Outcome) {
        out.reply(
            PaymentAuthorised(
                paymentID: id, authorised: authorised, captured: captured, reference: reference,
                expiresAt: expiresAt), to: command, sequence: version)
    }

    func replyReview(to command: CommandReference, reason: Reason?, _ out: inout Outcome) {
        out.reply(
            PaymentReviewRequired(
                paymentID: id, score: score, findings: findings, hold: hold ?? .paymentReview, reason: reason),
            to: command, sequence: version)
    }

    func replyDeclined(to command: CommandReference, _ out: inout Outcome) {
        let reason = reason ?? Reason(code: "declined", message: "the provider refused")
        out.reply(PaymentDeclined(paymentID: id, reason: reason), to: command, sequence: version)
    }

    func replyDenied(to command: CommandReference, _ out: inout Outcome) {
        let reason = reason ?? Reason(code: "denied", message: "refused as too risky")
        out.reply(
            PaymentDenied(paymentID: id, score: score, findings: findings, reason: reason), to: command,
            sequence: version)
    }

    func replyCancelled(to command: CommandReference, _ out: inout Outcome) {
        out.reply(
            PaymentCancelled(paymentID: id, voided: voided, refunded: refunded), to: command, sequence: version)
    }

    func replyFinished(to command: CommandReference, _ out: inout Outcome) {
        out.reply(PaymentFinished(paymentID: id, voided: voided), to: command, sequence: version)
    }

    /// - Parameters:
    ///   - returnID: the return that it settles.
    ///   - lines: what it is for.
    func replyRefunded(
        _ refundID: UUID, amount: Int64, for returnID: UUID?, lines: [LineAmount], to command: CommandReference,
        _ out: inout Outcome
    ) {
        let owedBy: String? =
            switch custody {
            case .gateway: nil
            case .channel: "channel"
            case .courier, .shop: "shop"
            }
        out.reply(
            PaymentRefunded(
                paymentID: id, refundID: refundID, amount: amount, refundedTotal: refunded, owedBy: owedBy,
                returnID: returnID, lines: lines),
            to: command, sequence: version)
    }

    func replyRefundFailed(
        _ refundID: UUID, _ reason: Reason, to command: CommandReference, _ out: inout Outcome
    ) {
        out.reply(RefundFailed(paymentID: id, refundID: refundID, reason: reason), to: command, sequence: version)
    }

    func replyCaptured(ordinal: Int, amount: Int64, to command: CommandReference, _ out: inout Outcome) {
        out.reply(
            PaymentCaptured(paymentID: id, ordinal: ordinal, amount: amount, capturedTotal: captured), to: command,
            sequence: version)
    }

    func replyCaptureFailed(ordinal: Int, _ reason: Reason, to command: CommandReference, _ out: inout Outcome) {
        out.reply(
            PaymentCaptureFailed(paymentID: id, ordinal: ordinal, reason: reason), to: command, sequence: version)
    }
}
