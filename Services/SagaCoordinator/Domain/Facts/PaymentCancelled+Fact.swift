import Contracts
import FoundationEssentials

extension PaymentCancelled: StepReply {
    package var unit: UUID { paymentID }

    package func record(in saga: inout OrderSaga) {
        saga.money.undo(voided: voided, refunded: refunded)
    }

    /// Who paid for an order that was over has heard of its end, but not of the money.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        let before = transition.saga.money.refunded
        let verdict = transition.take(self, epoch: epoch)
        let back = transition.saga.money.refunded - before
        if verdict == .applied, transition.saga.detours.late != nil, back > 0 {
            transition.tell(
                .refunded, about: transition.saga.id, occasion: paymentID, amount: back,
                because: Transition.paidTooLate)
        }
        return verdict
    }
}
