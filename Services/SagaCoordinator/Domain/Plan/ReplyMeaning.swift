import Contracts

/// What an answer means for the step that it answers.
package enum ReplyMeaning: Sendable {
    /// The step is done.
    case done
    /// It is on its way; nothing changes for the step.
    case progress
    /// It will not be done and nothing was: the order ends, and the customer is told so.
    case refused(telling: Milestone)
    /// It waits for a person, or for somebody else, under a typed hold. Nil when the answer says which.
    case held(HoldReason?)
    /// It came too late to be undone.
    case tooLate
}
