import Contracts

extension CancelOrder: SagaFact {
    package var person: String? { actor }
    package static var opensRow: Bool { false }

    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        let isOver = transition.saga.phase.isGivenUp
        let refusal = transition.cancel(because: Reason(code: "cancelled", message: reason))
        transition.actions.append(.answer(CancelAnswered(accepted: refusal == nil, reason: refusal)))
        if refusal != nil { return .refused }
        return isOver ? .stale : .applied
    }
}
