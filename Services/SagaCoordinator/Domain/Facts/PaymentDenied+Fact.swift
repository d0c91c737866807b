import Contracts
import FoundationEssentials

extension PaymentDenied: StepReply {
    package var unit: UUID { paymentID }
    package var explanation: Reason? { reason }
}
