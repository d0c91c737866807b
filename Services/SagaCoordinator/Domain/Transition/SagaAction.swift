import Contracts

/// What a transition asks the shell to do.
package enum SagaAction: Sendable {
    case send(any Command, StepKey, epoch: Int)
    /// The stored command of the step, byte for byte.
    case resend(StepKey)
    case tell(MilestoneReached)
    case announce(OrderStatusChanged)
    /// To whoever asked, perhaps long ago.
    case answer(any Answer, to: Origin)
    /// Sets the order's one timer, or moves it.
    case wake(after: Duration)
    /// Takes the timer back.
    case sleep
}
