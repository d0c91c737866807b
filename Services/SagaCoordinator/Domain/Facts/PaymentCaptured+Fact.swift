import Contracts
import FoundationEssentials

extension PaymentCaptured: StepReply {
    package var unit: UUID { paymentID }

    package func unit(in saga: OrderSaga) -> UUID { saga.captured(ordinal) }

    package func record(in saga: inout OrderSaga) {
        saga.money.capture(upTo: capturedTotal)
    }
}

extension OrderSaga {
    /// What a capture was for; see ``OrderSaga/ordinal(of:)``.
    func captured(_ ordinal: Int) -> UUID {
        let index = ordinal % Self.capturesPerAttempt - 1
        return fulfilments.indices.contains(index) ? fulfilments[index].id : paymentID
    }
}
