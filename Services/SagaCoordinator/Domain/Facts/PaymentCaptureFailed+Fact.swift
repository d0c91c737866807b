import Contracts
import FoundationEssentials

extension PaymentCaptureFailed: StepReply {
    package var unit: UUID { paymentID }
    package var explanation: Reason? { reason }

    package func unit(in saga: OrderSaga) -> UUID { saga.captured(ordinal) }
}
