import Contracts

extension FulfilmentCancelRefused: SagaFact {
    /// Nobody asks the warehouse to cancel yet.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        transition.saga.phase == .unborn ? .early : .noted
    }
}
