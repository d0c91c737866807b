import Contracts
import FoundationEssentials

extension PaymentAuthorised: StepReply {
    package var unit: UUID { paymentID }

    package func record(in saga: inout OrderSaga) {
        saga.money.authorise(authorised, captured: captured)
    }

    /// Of what was paid before we heard of the order, what is not due any more goes back.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        let isKnown = transition.saga.money.captured >= captured
        let verdict = transition.take(self, epoch: epoch)
        if verdict == .applied, !isKnown { transition.giveBackExcess() }
        return verdict
    }
}
