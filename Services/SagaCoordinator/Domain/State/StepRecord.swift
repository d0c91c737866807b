import Contracts
import FoundationEssentials

/// A step that was begun: what is known of its outcome, and by when it must be known.
package struct StepRecord: Hashable, Sendable {
    package enum Status: String, Sendable {
        /// Asked for and not answered: its outcome is unknown.
        case sent
        case done
        /// There was nothing to do.
        case skipped
        /// Answered with no: there is nothing to undo.
        case refused
        /// Done or unknown, and then undone.
        case undone
    }

    package let key: StepKey
    package var status: Status
    /// Counts the attempts of the step as a whole; it rises only when the effect of the one before is proven absent.
    package var epoch: Int
    /// How many times the command of this epoch was sent.
    package var attempts: Int
    /// When it is asked for again, or given up; nil when it is answered, or waits for a person.
    package var due: Timestamp?
    package var hold: HoldReason?
    package var reason: Reason?
    package let startedAt: Timestamp
    package var finishedAt: Timestamp?

    package init(
        key: StepKey, status: Status = .sent, epoch: Int = 0, attempts: Int = 1, due: Timestamp? = nil,
        hold: HoldReason? = nil, reason: Reason? = nil, startedAt: Timestamp, finishedAt: Timestamp? = nil
    ) {
        self.key = key
        self.status = status
        self.epoch = epoch
        self.attempts = attempts
        self.due = due
        self.hold = hold
        self.reason = reason
        self.startedAt = startedAt
        self.finishedAt = finishedAt
    }

    package var isOpen: Bool { status == .sent }
    var isDispute: Bool { key.name == .dispute }
    package var isComplete: Bool { status == .done || status == .skipped }

    package mutating func finish(_ status: Status, at now: Timestamp) {
        self.status = status
        due = nil
        hold = nil
        finishedAt = now
    }
}
