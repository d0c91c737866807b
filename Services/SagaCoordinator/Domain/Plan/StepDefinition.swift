import Contracts

/// One row of a plan.
package struct StepDefinition: Sendable {
    package let name: StepName
    package let scope: StepScope
    /// Nil for a step that only waits for somebody.
    package let command: MessageType?
    /// Steps that must be complete before; those that the plan does not have do not count.
    package internal(set) var after: [StepName]
    package let replies: [MessageType: ReplyMeaning]
    /// Nil for what is done in the same breath.
    package let deadline: Duration?
    package let expiry: Expiry
    /// How long it may be held before the order ends; nil for as long as it takes.
    package let patience: Patience?
    /// What undoes it, when it is done or its outcome is unknown.
    package let undo: StepName?
    /// Once it is done, its units cannot be cancelled any more.
    package let isPointOfNoReturn: Bool
    /// It is not begun while somebody wants units off the order: a site is being asked whether it is too late.
    package let yieldsToWishes: Bool
    /// Whether an operator may take it as done.
    package let isSkippable: Bool
    /// What the customer is told when it has to wait, when it is done, and when it is held.
    package let tellsWaiting: Milestone?
    package let tellsDone: Milestone?
    package let tellsHeld: Milestone?

    package init(
        _ name: StepName, per scope: StepScope, command: MessageType? = nil, after: [StepName] = [],
        replies: [MessageType: ReplyMeaning] = [:], deadline: Duration? = nil, expiry: Expiry = .ask(attempts: 1),
        patience: Patience? = nil, undo: StepName? = nil, isPointOfNoReturn: Bool = false,
        yieldsToWishes: Bool = false, isSkippable: Bool = false, tellsWaiting: Milestone? = nil,
        tellsDone: Milestone? = nil, tellsHeld: Milestone? = nil
    ) {
        self.name = name
        self.scope = scope
        self.command = command
        self.after = after
        self.replies = replies
        self.deadline = deadline
        self.expiry = expiry
        self.patience = patience
        self.undo = undo
        self.isPointOfNoReturn = isPointOfNoReturn
        self.yieldsToWishes = yieldsToWishes
        self.isSkippable = isSkippable
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

    /// The same step in another place of a plan.
    func after(_ names: StepName...) -> StepDefinition {
        var moved = self
        moved.after = names
        return moved
    }
}

/// The end of a hold that nobody decides.
package struct Patience: Sendable {
    package let limit: Duration
    package let milestone: Milestone
    package let code: String

    package init(_ limit: Duration, telling milestone: Milestone, code: String) {
        self.limit = limit
        self.milestone = milestone
        self.code = code
    }
}
