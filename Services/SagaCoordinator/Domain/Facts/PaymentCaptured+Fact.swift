import Contracts
import FoundationEssentials

extension PaymentCaptured: StepReply {
    package var unit: UUID { paymentID }

    package func record(in saga: inout OrderSaga) {
        saga.money.capture(upTo: capturedTotal)
    }
}
