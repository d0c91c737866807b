import Contracts

extension CollectOrder: SagaFact {
    package var person: String? { actor }
    package static var opensRow: Bool { false }

    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        let refusal = transition.collect(at: site)
        transition.answer(OperatorAnswered(accepted: refusal == nil, reason: refusal), to: transition.origin)
        return refusal == nil ? .applied : .refused
    }
}
