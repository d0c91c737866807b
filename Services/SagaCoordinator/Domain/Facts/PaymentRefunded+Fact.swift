import Contracts
import FoundationEssentials

extension PaymentRefunded: StepReply {
    package var unit: UUID { refundID }

    package func record(in saga: inout OrderSaga) {
        saga.money.undo(voided: 0, refunded: refundedTotal)
    }

    /// Also what returns and operators have given back. Of a return's money the return itself tells the customer.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        if transition.saga.phase == .unborn { return .early }
        let before = transition.saga
        let isOurs = before.step(.refund, refundID)?.isOpen == true
        if isOurs { _ = transition.take(self, epoch: epoch) } else { record(in: &transition.saga) }
        if transition.saga == before { return .stale }
        if returnID == nil, !before.phase.isGivenUp {
            transition.tell(.refunded, about: before.id, occasion: refundID, amount: amount)
        }
        return .applied
    }
}
