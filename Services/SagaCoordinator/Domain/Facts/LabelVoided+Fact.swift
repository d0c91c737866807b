import Contracts

extension LabelVoided: SagaFact {
    /// Nobody asks the carrier to void a label yet.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        transition.saga.phase == .unborn ? .early : .noted
    }
}
