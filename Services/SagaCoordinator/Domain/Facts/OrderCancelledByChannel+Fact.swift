import Contracts

extension OrderCancelledByChannel: SagaFact {
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        let saga = transition.saga
        if saga.phase == .unborn { return .early }
        if saga.isCancelled { return .stale }
        if let refusal = saga.refusal(of: []) {
            // The storefront believes that its order is cancelled: it hears that it is not, and why.
            transition.refuse(.channel, refusal, to: transition.origin)
            return .refused
        }
        if saga.mustWait(toTakeOff: []) { return .early }
        let reason = Reason(code: "cancelled_by_channel", message: reason)
        transition.takeOff(
            Wish(
                .channel, saga.cancellable, isWhole: true, from: transition.origin,
                ending: Ending(.cancelled, telling: .cancelled, because: reason)))
        return .applied
    }
}
