/// What an event was to the order; it stands in the log.
package enum Verdict: String, Sendable {
    /// It moved the order.
    case applied
    /// Written down; it is not the coordinator's business to act on it.
    case noted
    /// The order is past it: a no-op.
    case stale
    /// Kept until its predecessor comes.
    case early
    /// The late success of a step already given up; it is undone.
    case late
    /// A wish that came too late.
    case refused
}
