import Contracts
import FoundationEssentials

extension PaymentFinished: StepReply {
    package var unit: UUID { paymentID }

    package func record(in saga: inout OrderSaga) {
        saga.money.undo(voided: voided, refunded: 0)
    }
}
