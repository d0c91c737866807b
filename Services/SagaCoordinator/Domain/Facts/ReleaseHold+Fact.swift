import Contracts

extension ReleaseHold: SagaFact {
    package var person: String? { actor }
    package static var opensRow: Bool { false }
    package static var mayResend: Bool { true }

    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        if let shippingAddress, transition.saga.order != nil {
            // A label that nobody answered for may have been bought: it would go to the address before all the same.
            if let refusal = transition.saga.refusalOfAddress {
                transition.answer(OperatorAnswered(accepted: false, reason: refusal), to: transition.origin)
                return .refused
            }
            transition.saga.order?.shippingAddress = shippingAddress
        }
        let verdict = transition.releaseHolds()
        let refusal = Reason(code: "not_held", message: "nothing of the order waits for an operator's word")
        transition.answer(
            OperatorAnswered(accepted: verdict == .applied, reason: verdict == .applied ? nil : refusal),
            to: transition.origin)
        return verdict
    }
}
