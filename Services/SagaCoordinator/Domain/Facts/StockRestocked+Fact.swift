import Contracts

extension StockRestocked: SagaFact {
    /// For the log and the timeline: the return itself says where its units are.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        transition.saga.phase == .unborn ? .early : .noted
    }
}
