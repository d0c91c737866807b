import Contracts
import FoundationEssentials

extension PaymentReviewRequired: StepReply {
    package var unit: UUID { paymentID }
    package var askedHold: HoldReason? { hold }
    package var explanation: Reason? {
        reason ?? Reason(code: hold.rawValue, message: findings.map(\.detail).joined(separator: "; "))
    }
}
