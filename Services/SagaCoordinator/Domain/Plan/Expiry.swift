import Contracts

/// What happens when a step is not answered by its deadline.
package enum Expiry: Sendable {
    /// The stored command is sent again, byte for byte, with a growing delay; after so many attempts the order is held.
    case ask(attempts: Int)
    /// Asked for ever, with the delay capped; after so many attempts somebody is told all the same.
    case insist(alarmAfter: Int)
    /// The order ends.
    case end(Phase, telling: Milestone, code: String)
}
