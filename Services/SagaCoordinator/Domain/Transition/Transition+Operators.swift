import Contracts
import FoundationEssentials

// What an operator may do to an order. Each is an event with its actor in the log.

extension Transition {
    /// An operator lets a held order go on.
    mutating func releaseHolds() -> Verdict {
        var verdict = Verdict.stale
        for step in saga.steps where step.hold != nil && releaseHold(of: step) { verdict = .applied }
        return verdict
    }

    mutating func releaseHold(of step: StepRecord) -> Bool {
        guard let hold = step.hold, let definition = saga.plan.definition(step.key.name) else { return false }
        switch HoldRelease(of: hold) {
        case .decidedElsewhere: return false
        case .tryAgain:
            saga.changeStep(step.key) { step in
                step.hold = nil
                step.epoch += 1
                step.attempts = 1
            }
            // Nobody has heard of what its buyer would rather not have.
            carryOut(definition, step.key, isFirst: hold == .cancelRequested)
        case .askAgain:
            saga.changeStep(step.key) { step in
                step.hold = nil
                step.attempts = 1
                step.due = definition.deadline.map { now + $0 }
            }
            if definition.command != nil { actions.append(.resend(step.key)) }
        }
        return true
    }

    /// Takes a step as done that was done by hand, or need not be done.
    /// - Returns: why not.
    mutating func skip(_ name: StepName, _ unit: UUID?, because reason: Reason) -> Reason? {
        let open = saga.steps.filter { $0.key.name == name && $0.isOpen && (unit == nil || $0.key.unit == unit) }
        guard let step = open.first, let definition = saga.plan.definition(name) else {
            return Reason(code: "not_open", path: "$.step", message: "no step \(name.rawValue) of the order is open")
        }
        guard open.count == 1 else {
            return Reason(
                code: "ambiguous_step", path: "$.unit", message: "\(open.count) such steps are open: say which")
        }
        guard definition.isSkippable else {
            return Reason(
                code: "not_skippable", path: "$.step",
                message: "nothing can stand for \(name.rawValue): cancel the order, or force-complete it")
        }
        saga.changeStep(step.key) { step in
            step.finish(.skipped, at: now)
            step.reason = reason
        }
        recordSkipping(step.key)
        if saga.plan.isUndoing(name) { markUndone(by: step.key) }
        if let milestone = definition.tellsDone, saga.phase == .running { tell(milestone, about: step.key.unit) }
        return nil
    }

    /// The customer has come for what waits at a counter.
    /// - Returns: why it must not be given out.
    mutating func collect(at site: String?) -> Reason? {
        guard let definition = saga.plan.definition(.pickUp) else {
            return Reason(code: "not_for_pickup", message: "the order is not one that is picked up")
        }
        let waiting = saga.liveFulfilments.filter { fulfilment in
            saga.step(.pickUp, fulfilment.id)?.isOpen == true && (site == nil || fulfilment.allocation.site == site)
        }
        guard let first = waiting.first else {
            return Reason(
                code: "not_ready", message: "nothing of it waits at the counter: \(saga.headline.rawValue)")
        }
        guard waiting.allSatisfy({ $0.allocation.site == first.allocation.site }) else {
            let sites = Set(waiting.map(\.allocation.site)).sorted().joined(separator: ", ")
            return Reason(code: "ambiguous_site", path: "$.site", message: "it waits at several: \(sites)")
        }
        if saga.detours.wish != nil {
            return Reason(code: "being_cancelled", message: "it is being cancelled, and goes back to the shelf")
        }
        if saga.isDisputed { return Reason(code: "payment_disputed", message: "its payment is disputed") }
        for fulfilment in waiting { complete(definition, StepKey(.pickUp, fulfilment.id)) }
        return nil
    }

    /// What a person has done instead.
    private mutating func recordSkipping(_ key: StepKey) {
        guard let fulfilment = saga.fulfilment(key.unit), let order = saga.order else { return }
        switch key.name {
        case .label:
            guard let parcel = fulfilment.parcel else { return }
            saga.changeFulfilment(key.unit) {
                $0.tracking = ParcelTracking(
                    parcelID: parcel.id, carrier: "by_hand", service: "by_hand", trackingNumber: order.number)
            }
        case .handOver: saga.move(fulfilment.units, from: fulfilment.buckets, to: .handedOver)
        case .deliver: saga.move(fulfilment.units, from: [.handedOver], to: .delivered)
        default: return
        }
    }

    /// Ends the order as it stands: what is on its way counts as delivered, what is not as cancelled; nothing more is asked
    /// for or undone.
    /// - Returns: why not.
    mutating func forceComplete(because reason: Reason) -> Reason? {
        switch saga.phase {
        case .unborn: return Reason(code: "unknown_order", message: "there is no such order, or it has not begun yet")
        case .cancelled, .expired, .closed: return Reason(code: "already_closed", message: "the order has ended")
        case .running, .undoing: break
        }
        // What a bank decides goes on all the same.
        for index in saga.steps.indices where saga.steps[index].isOpen && !saga.steps[index].isDispute {
            saga.steps[index].finish(.skipped, at: now)
            saga.steps[index].reason = reason
        }
        for index in saga.lines.indices {
            let all = saga.lines[index].ordered
            saga.lines[index].move(all, from: [.handedOver], to: .delivered)
            saga.lines[index].cancelAll()
        }
        if let wish = saga.detours.wish {
            saga.detours.wish = nil
            refuse(wish.kind, reason, to: wish.origin)
        }
        saga.phase = saga.phase == .undoing ? saga.ending?.phase ?? .cancelled : .closed
        return nil
    }
}
