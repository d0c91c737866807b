import Contracts

/// A fact as it is taken in: everything that the transition may depend on. The log keeps each of them.
package struct SagaEvent: Sendable {
    package let fact: any SagaFact
    /// Of the step's attempt that it answers.
    package let epoch: Int
    /// The database's time of the transaction that takes it in.
    package let at: Timestamp
    package let origin: Origin

    package init(_ fact: any SagaFact, epoch: Int = 0, at: Timestamp, from origin: Origin = Origin()) {
        self.fact = fact
        self.epoch = epoch
        self.at = at
        self.origin = origin
    }
}
