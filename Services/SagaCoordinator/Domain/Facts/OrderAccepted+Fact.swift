import Contracts

extension OrderAccepted: SagaFact {
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        guard transition.saga.phase == .unborn else { return .stale }
        transition.saga.adopt(order)
        transition.saga.plan = Plan.chosen(for: order)
        transition.saga.phase = .running
        return .applied
    }
}
