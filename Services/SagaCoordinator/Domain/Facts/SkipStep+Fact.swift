import Contracts
import FoundationEssentials

extension SkipStep: SagaFact {
    package var person: String? { actor }
    package static var opensRow: Bool { false }

    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        let refusal = transition.skip(StepName(rawValue: step), unit, because: Reason(code: "skipped", message: reason))
        transition.answer(OperatorAnswered(accepted: refusal == nil, reason: refusal), to: transition.origin)
        return refusal == nil ? .applied : .refused
    }
}
