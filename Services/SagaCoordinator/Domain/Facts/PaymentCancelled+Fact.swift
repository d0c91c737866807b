import Contracts
import FoundationEssentials

extension PaymentCancelled: StepReply {
    package var unit: UUID { paymentID }

    package func record(in saga: inout OrderSaga) {
        saga.money.undo(voided: voided, refunded: refunded)
    }
}
