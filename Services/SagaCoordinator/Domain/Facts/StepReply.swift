import Contracts
import FoundationEssentials

/// An answer of a participant to a step. What it means for the step stands in the plan; what it says of units, money
/// and parcels stands here.
package protocol StepReply: SagaFact {
    /// The payment, reservation, fulfilment order or parcel that it is about.
    var unit: UUID { get }
    /// The hold that it asks for, where the plan leaves it to the answer.
    var askedHold: HoldReason? { get }
    /// Why not, or why it waits.
    var explanation: Reason? { get }

    /// Writes down what it says, once.
    func record(in saga: inout OrderSaga)
}

extension StepReply {
    package var askedHold: HoldReason? { nil }
    package var explanation: Reason? { nil }

    package func record(in saga: inout OrderSaga) {}

    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        transition.take(self, epoch: epoch)
    }
}
