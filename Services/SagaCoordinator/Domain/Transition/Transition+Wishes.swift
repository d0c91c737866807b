import Contracts

extension Transition {
    /// Cancels the whole order, unless the warehouse has it already.
    /// - Returns: nil when the order is, or will be, cancelled; else why not.
    mutating func cancel(because reason: Reason) -> Reason? {
        switch saga.phase {
        case .unborn: return Reason(code: "unknown_order", message: "there is no such order")
        case .undoing, .cancelled, .expired: return nil
        case .closed: return Reason(code: "already_closed", message: "the order is closed")
        case .running:
            let isReleased = saga.steps.contains { step in
                step.status != .skipped && saga.plan.definition(step.key.name)?.isPointOfNoReturn == true
            }
            if isReleased {
                return Reason(
                    code: "already_released", message: "the order is with the warehouse: \(saga.headline.rawValue)")
            }
            giveUp(Ending(.cancelled, telling: .cancelled, because: reason))
            return nil
        }
    }

    /// An operator lets a held order go on.
    mutating func releaseHolds() -> Verdict {
        var verdict = Verdict.stale
        for step in saga.steps {
            guard let hold = step.hold, let definition = saga.plan.definition(step.key.name) else { continue }
            switch HoldRelease(of: hold) {
            case .decidedElsewhere: continue
            case .tryAgain:
                saga.changeStep(step.key) { step in
                    step.hold = nil
                    step.epoch += 1
                    step.attempts = 1
                }
                carryOut(definition, step.key, isFirst: false)
            case .askAgain:
                saga.changeStep(step.key) { step in
                    step.hold = nil
                    step.attempts = 1
                    step.due = definition.deadline.map { now + $0 }
                }
                if definition.command != nil { actions.append(.resend(step.key)) }
            }
            verdict = .applied
        }
        return verdict
    }
}
