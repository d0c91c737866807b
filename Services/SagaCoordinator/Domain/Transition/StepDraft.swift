import Contracts

/// What beginning a step comes to for a given order.
package enum StepDraft: Sendable {
    case command(any Command)
    /// Somebody else must say something.
    case wait
    /// Done in the same breath.
    case done
    /// There is nothing to do for this order.
    case nothing
    /// What the command needs is not there.
    case impossible(HoldReason, Reason)
}
