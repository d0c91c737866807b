import FoundationEssentials

/// A named place at which a test makes the process die or stand still, as a crash at the worst moment would.
///
/// `WAYBILL_FAIL_POINTS` arms them: `<name>@<n>` kills the process when the place is reached for the n-th time,
/// `<name>@<n>:stop` halts it as SIGSTOP does; several are separated by commas. Without the variable a place costs one
/// comparison.
package enum FailPoint: String, CaseIterable, Sendable {
    /// The inbox rows are written; nothing is decided.
    case afterInbox = "after-inbox"
    /// Everything is written; nothing is committed.
    case beforeCommit = "before-commit"
    /// Committed; nothing is acknowledged or published.
    case afterCommit = "after-commit"
    /// The broker has the message; we do not know yet.
    case afterPublish = "after-publish"
    /// The broker has confirmed; the outbox row is still there.
    case afterConfirm = "after-confirm"
    /// The provider, carrier or mail server did the work; its answer is not stored.
    case afterEffect = "after-effect"

    package static let variable = "WAYBILL_FAIL_POINTS"

    /// To be called at the place.
    @inline(__always)
    func reach() {
        if let armed = Self.armed { armed.reach(self) }
    }

    private static let armed = ArmedFailPoints(ProcessInfo.processInfo.environment[variable] ?? "")
}
