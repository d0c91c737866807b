import Contracts

extension OrderCancelledByChannel: SagaFact {
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        switch transition.saga.phase {
        case .unborn: return .early
        case .undoing, .cancelled, .expired: return .stale
        case .running, .closed:
            let refusal = transition.cancel(because: Reason(code: "cancelled_by_channel", message: reason))
            guard let refusal else { return .applied }
            // The storefront believes that its order is cancelled: it hears that it is not, and why.
            transition.announce(because: refusal)
            return .refused
        }
    }
}
