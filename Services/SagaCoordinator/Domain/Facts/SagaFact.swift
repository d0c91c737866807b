import Contracts

/// A message as the coordinator takes it. Each has a file in this folder that says what it does to the state.
package protocol SagaFact: MessagePayload {
    /// Who did it, for the log, when it was a person.
    var person: String? { get }

    /// Does what it says to the working copy, or nothing when it returns ``Verdict/early``.
    func take(epoch: Int, in transition: inout Transition) -> Verdict

    /// Whether an order that nobody has heard of gets a row, in which this is kept. Not for what a person may mistype.
    static var opensRow: Bool { get }
    /// Whether taking it may send stored commands again.
    static var mayResend: Bool { get }
}

extension SagaFact {
    package var person: String? { nil }
    package static var opensRow: Bool { true }
    package static var mayResend: Bool { false }
}
