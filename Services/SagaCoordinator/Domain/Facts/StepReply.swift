import Contracts
import FoundationEssentials

/// An answer of a participant to a step. What it means for the step stands in the plan; what it says of units, money
/// and parcels stands here.
package protocol StepReply: SagaFact {
    /// The payment, reservation, fulfilment order, parcel or incident that it is about.
    var unit: UUID { get }
    /// The same where only the order knows which of its steps is meant.
    func unit(in saga: OrderSaga) -> UUID
    /// The hold that it asks for, where the plan leaves it to the answer.
    var askedHold: HoldReason? { get }
    /// Why not, or why it waits.
    var explanation: Reason? { get }

    /// Writes down what it says, once.
    func record(in saga: inout OrderSaga)
    /// Whether a yes, once it is written down, leaves nothing to wait for.
    func isAll(in saga: OrderSaga) -> Bool
}

extension StepReply {
    package var askedHold: HoldReason? { nil }
    package var explanation: Reason? { nil }

    package func unit(in saga: OrderSaga) -> UUID { unit }
    package func record(in saga: inout OrderSaga) {}
    package func isAll(in saga: OrderSaga) -> Bool { true }

    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        transition.take(self, epoch: epoch)
    }
}
