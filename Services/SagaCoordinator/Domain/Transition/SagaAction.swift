import Contracts

/// What a transition asks the shell to do.
package enum SagaAction: Sendable {
    case send(any Command, StepKey, epoch: Int)
    /// The stored command of the step, byte for byte.
    case resend(StepKey)
    case tell(MilestoneReached)
    /// - Parameter cancelsUnits: whether units were cancelled since the last event, and the rest goes on.
    case announce(OrderStatusChanged, cancelsUnits: Bool)
    /// To whoever asked, perhaps long ago.
    case answer(any Answer, to: Origin)
    /// Sets the order's one timer, or moves it.
    case wake(after: Duration)
    /// Takes the timer back.
    case sleep
}
