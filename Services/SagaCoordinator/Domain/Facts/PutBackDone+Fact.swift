import Contracts

extension PutBackDone: SagaFact {
    /// For the log and the timeline: the units are inventory's again.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        transition.saga.phase == .unborn ? .early : .noted
    }
}
