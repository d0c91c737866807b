import Contracts

extension OrderUpdated: SagaFact {
    /// Until it is paid nothing was promised of an order, so that its newer content simply replaces the older. After
    /// that the change is written down and no more - unless it says that an order was paid which is given up.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        guard let known = transition.saga.order else { return .early }
        if transition.saga.phase.isGivenUp, known.payment.state == .unpaid, order.payment.state != .unpaid {
            return transition.giveBackLate(order.payment)
        }
        let key = StepKey(.awaitPayment, transition.saga.id)
        guard transition.saga.phase == .running, let waiting = transition.saga.plan.definition(key.name) else {
            return .noted
        }
        guard let step = transition.saga.step(key.name, key.unit) else { return .early }
        if !step.isOpen { return .noted }
        if let old = known.updatedAt, let new = order.updatedAt, new < old { return .stale }
        transition.saga.adopt(order)
        if order.payment.state != .unpaid { transition.complete(waiting, key) }
        return .applied
    }
}
