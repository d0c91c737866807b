import Contracts
import FoundationEssentials

extension RefundFailed: StepReply {
    package var unit: UUID { refundID }
    package var explanation: Reason? { reason }

    /// Those of others are theirs to see to.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        guard transition.saga.step(.refund, refundID) != nil else {
            return transition.saga.phase == .unborn ? .early : .noted
        }
        return transition.take(self, epoch: epoch)
    }
}
