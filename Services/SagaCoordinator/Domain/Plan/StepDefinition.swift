import Contracts

/// One row of a plan.
package struct StepDefinition: Sendable {
    package let name: StepName
    package let scope: StepScope
    /// Nil for a step that only waits for somebody.
    package let command: MessageType?
    /// Steps that must be complete before; those that the plan does not have do not count.
    package let after: [StepName]
    package let replies: [MessageType: ReplyMeaning]
    /// Nil for what is done in the same breath.
    package let deadline: Duration?
    package let expiry: Expiry
    /// What undoes it, when it is done or its outcome is unknown.
    package let undo: StepName?
    /// Once it is begun, a cancel is refused.
    package let isPointOfNoReturn: Bool
    /// What the customer is told when it has to wait, when it is done, and when it is held.
    package let tellsWaiting: Milestone?
    package let tellsDone: Milestone?
    package let tellsHeld: Milestone?

    package init(
        _ name: StepName, per scope: StepScope, command: MessageType? = nil, after: [StepName] = [],
        replies: [MessageType: ReplyMeaning] = [:], deadline: Duration? = nil, expiry: Expiry = .ask(attempts: 1),
        undo: StepName? = nil, isPointOfNoReturn: Bool = false, tellsWaiting: Milestone? = nil,
        tellsDone: Milestone? = nil, tellsHeld: Milestone? = nil
    ) {
        self.name = name
        self.scope = scope
        self.command = command
        self.after = after
        self.replies = replies
        self.deadline = deadline
        self.expiry = expiry
        self.undo = undo
        self.isPointOfNoReturn = isPointOfNoReturn
        self.tellsWaiting = tellsWaiting
        self.tellsDone = tellsDone
        self.tellsHeld = tellsHeld
    }

    /// The delay before the next sending: it doubles, up to a day; an undoing step insists every hour at least.
    package func delay(afterAttempts attempts: Int) -> Duration? {
        guard let deadline else { return nil }
        let cap: Duration = if case .insist = expiry { .seconds(3600) } else { .seconds(86_400) }
        return max(deadline, min(cap, deadline * (1 << min(max(0, attempts - 1), 12))))
    }
}
