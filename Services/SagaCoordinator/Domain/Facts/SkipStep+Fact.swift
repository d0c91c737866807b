import Contracts
import FoundationEssentials

extension SkipStep: SagaFact {
    package var person: String? { actor }
    package static var opensRow: Bool { false }

    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        let refusal = transition.skip(
            StepName(rawValue: step), unit, because: Reason(code: Reason.skipped, message: reason))
        transition.answer(OperatorAnswered(accepted: refusal == nil, reason: refusal), to: transition.origin)
        return refusal == nil ? .applied : .refused
    }
}

extension Reason {
    /// Why an operator's step is not done: he has said that it need not be.
    static let skipped = "skipped"
}
