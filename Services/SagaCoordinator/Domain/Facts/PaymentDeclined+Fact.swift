import Contracts
import FoundationEssentials

extension PaymentDeclined: StepReply {
    package var unit: UUID { paymentID }
    package var explanation: Reason? { reason }
}
