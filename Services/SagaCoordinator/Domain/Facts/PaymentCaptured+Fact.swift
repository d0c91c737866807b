import Contracts
import FoundationEssentials

extension PaymentCaptured: StepReply {
    package var unit: UUID { paymentID }

    package func unit(in saga: OrderSaga) -> UUID { saga.captured(ordinal) }

    package func record(in saga: inout OrderSaga) {
        saga.money.capture(upTo: capturedTotal)
    }

    /// A capture that was asked for before units were taken off may have taken more than is due now.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        let verdict = transition.take(self, epoch: epoch)
        if verdict == .applied { transition.giveBackExcess() }
        // A person has skipped a capture that nobody answered for, and it was carried out all the same.
        guard verdict == .stale, capturedTotal > transition.saga.money.captured else { return verdict }
        record(in: &transition.saga)
        return .noted
    }
}

extension OrderSaga {
    /// What a capture was for; see ``OrderSaga/ordinal(of:)``.
    func captured(_ ordinal: Int) -> UUID {
        let index = ordinal % Self.capturesPerAttempt - 1
        return fulfilments.indices.contains(index) ? fulfilments[index].id : paymentID
    }
}
