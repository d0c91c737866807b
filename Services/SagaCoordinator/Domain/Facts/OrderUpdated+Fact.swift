import Contracts

extension OrderUpdated: SagaFact {
    /// Until it is paid nothing was promised of an order, so that its newer content simply replaces the older. After
    /// that it goes where its channel says, until a label is bought; whatever else has changed is written down and no
    /// more - unless it says that an order was paid which is given up.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        guard let known = transition.saga.order else { return .early }
        if transition.saga.phase.isGivenUp, known.payment.state == .unpaid, order.payment.state != .unpaid {
            return transition.giveBackLate(order.payment)
        }
        guard transition.saga.phase == .running else { return .noted }
        let key = StepKey(.awaitPayment, transition.saga.id)
        guard let waiting = transition.saga.plan.definition(key.name) else { return readdress(known, in: &transition) }
        guard let step = transition.saga.step(key.name, key.unit) else { return .early }
        if !step.isOpen { return readdress(known, in: &transition) }
        if isOlder(than: known) { return .stale }
        transition.saga.adopt(order)
        if order.payment.state != .unpaid { transition.complete(waiting, key) }
        return .applied
    }

    /// By what the channel says has changed there, not by comparing addresses: an operator may have given another one since, and the
    /// log may have lost both.
    private func readdress(_ known: Order, in transition: inout Transition) -> Verdict {
        guard changed.contains(where: { $0.hasPrefix("$.shippingAddress") }) else { return .noted }
        if isOlder(than: known) { return .stale }
        guard transition.saga.refusalOfAddress == nil else { return .refused }
        transition.saga.order?.updatedAt = order.updatedAt ?? known.updatedAt
        transition.changeAddress(to: order.shippingAddress)
        return .applied
    }

    private func isOlder(than known: Order) -> Bool {
        guard let old = known.updatedAt, let new = order.updatedAt else { return false }
        return new < old
    }
}
