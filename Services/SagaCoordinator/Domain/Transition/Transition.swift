import Contracts
import FoundationEssentials

/// One event's way through the state: the working copy, and what is to be done about it.
package struct Transition: Sendable {
    package internal(set) var saga: OrderSaga
    package internal(set) var actions: [SagaAction] = []
    package internal(set) var verdict = Verdict.stale
    let now: Timestamp
    /// Where the fact that is being taken came from.
    private(set) var origin: Origin

    private init(_ saga: OrderSaga, at now: Timestamp, from origin: Origin) {
        self.saga = saga
        self.now = now
        self.origin = origin
    }

    static func run(_ event: SagaEvent, on saga: OrderSaga) -> Transition {
        var transition = Transition(saga, at: event.at, from: event.origin)
        transition.verdict = event.fact.take(epoch: event.epoch, in: &transition)
        if transition.verdict == .early {
            transition.saga.early.append(EarlyFact(event.fact, epoch: event.epoch, from: event.origin))
        }
        // What came early is looked at before anything new is begun: a cancel that overtook its order stops it.
        while transition.takeEarly() || transition.advance() {}
        transition.setTimer()
        transition.announceHeadline(since: saga)
        transition.saga.version += 1
        return transition
    }

    /// - Returns: whether one of the facts that wait found its turn.
    private mutating func takeEarly() -> Bool {
        for (index, early) in saga.early.enumerated() {
            guard let fact = early.fact else { continue }
            origin = early.origin
            if fact.take(epoch: early.epoch, in: &self) != .early {
                saga.early.remove(at: index)
                return true
            }
        }
        return false
    }

    /// - Returns: whether something was begun or ended.
    private mutating func advance() -> Bool {
        if settleLostDisputes() { return true }
        return switch saga.phase {
        case .running: takeOffSpares() || beginSteps() || settleWish() || close()
        case .undoing: undoNext()
        case .unborn, .cancelled, .expired, .closed: false
        }
    }

    private mutating func close() -> Bool {
        guard saga.detours.wish == nil, saga.plan.forward.allSatisfy({ isComplete($0) }) else { return false }
        saga.phase = .closed
        return true
    }

    /// One timer an order, lazily: it is set only when there is none or it would go off too late. When it goes off
    /// early, the rest of the time is set.
    private mutating func setTimer() {
        if saga.phase.isFinal || saga.deadline == nil {
            if saga.timer != nil { actions.append(.sleep) }
            saga.timer = nil
        } else if let deadline = saga.deadline, saga.timer.map({ deadline < $0 }) ?? true {
            saga.timer = deadline
            actions.append(.wake(after: max(.zero, deadline - now)))
        }
    }

    private mutating func announceHeadline(since before: OrderSaga) {
        // What is being undone makes no news until it is: an authorisation that comes in now is no step forward.
        guard saga.order != nil, saga.phase != .undoing || saga.isOnHold else { return }
        saga.headline = saga.derivedHeadline
        let cancelsUnits = saga.cancelledUnits != before.cancelledUnits && before.phase != .unborn
        guard saga.headline != before.headline || before.phase == .unborn || cancelsUnits else { return }
        // One piece of news an event: what was said of a wish goes with it.
        var remark: Reason?
        actions.removeAll { action in
            guard case .announce(let status, _) = action else { return false }
            remark = status.reason
            return true
        }
        announce(
            because: saga.steps.first { $0.hold != nil }?.reason ?? saga.ending?.reason ?? remark,
            cancelsUnits: cancelsUnits && !saga.isCancelled)
    }

    /// Tells the storefront how the order stands.
    mutating func announce(because reason: Reason?, cancelsUnits: Bool = false) {
        guard let order = saga.order else { return }
        actions.append(
            .announce(
                OrderStatusChanged(
                    orderID: saga.id, externalID: order.externalID, number: order.number, status: saga.headline,
                    tracking: saga.fulfilments.last { $0.tracking != nil }?.tracking, reason: reason,
                    cancelled: saga.cancelledUnits, remaining: saga.remainingUnits), cancelsUnits: cancelsUnits))
    }
}

extension OrderSaga {
    fileprivate var cancelledUnits: [LineQuantity] {
        lines.compactMap { $0[.cancelled] > 0 ? LineQuantity(lineID: $0.lineID, quantity: $0[.cancelled]) : nil }
    }

    /// Of the lines of which units are cancelled.
    fileprivate var remainingUnits: [LineQuantity] {
        lines.filter { $0[.cancelled] > 0 }.map {
            LineQuantity(lineID: $0.lineID, quantity: $0.ordered - $0[.cancelled])
        }
    }

    /// The transition of the saga: pure, so that a replay of the log gives the same state and the same actions.
    package func after(_ event: SagaEvent) -> Transition {
        Transition.run(event, on: self)
    }
}
