import Contracts

extension PaymentDisputed: SagaFact {
    /// For the log and the timeline: a dispute is fought between the shop and the provider.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        transition.saga.phase == .unborn ? .early : .noted
    }
}
