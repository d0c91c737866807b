import Contracts

extension ForceComplete: SagaFact {
    package var person: String? { actor }
    package static var opensRow: Bool { false }

    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        let refusal = transition.forceComplete(because: Reason(code: "force_completed", message: reason))
        transition.answer(OperatorAnswered(accepted: refusal == nil, reason: refusal), to: transition.origin)
        return refusal == nil ? .applied : .refused
    }
}
