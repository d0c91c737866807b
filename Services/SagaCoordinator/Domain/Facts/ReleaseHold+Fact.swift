import Contracts

extension ReleaseHold: SagaFact {
    package var person: String? { actor }
    package static var opensRow: Bool { false }
    package static var mayResend: Bool { true }

    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        transition.releaseHolds()
    }
}
