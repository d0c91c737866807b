import Contracts

extension Transition {
    /// The timer went off: whatever is due is asked for again, given up or held. A timer that was set for something
    /// that is answered by now finds nothing due.
    mutating func expire() -> Verdict {
        saga.timer = nil
        var verdict = Verdict.stale
        for step in saga.steps {
            guard let due = step.due, due <= now, let definition = saga.plan.definition(step.key.name) else { continue }
            expire(step, definition)
            verdict = .applied
            if saga.phase == .undoing, !saga.plan.isUndoing(step.key.name) { break }
        }
        return verdict
    }

    private mutating func expire(_ step: StepRecord, _ definition: StepDefinition) {
        if step.hold != nil, let patience = definition.patience {
            saga.changeStep(step.key) { $0.due = now + .seconds(86_400) }
            let reason = Reason(code: patience.code, message: "not decided in time: \(step.key.name.rawValue)")
            return takeOffRest(Ending(.cancelled, telling: patience.milestone, because: reason))
        }
        switch definition.expiry {
        case .end(let phase, let milestone, let code):
            let reason = Reason(code: code, message: "not done in time: \(step.key.name.rawValue)")
            // Asked again tomorrow, should a site be too busy with another wish today.
            saga.changeStep(step.key) { $0.due = now + .seconds(86_400) }
            takeOffRest(Ending(phase, telling: milestone, because: reason))
        case .ask(let attempts):
            if step.key.name == .reserve, saga.lines.contains(where: { $0[.backordered] > 0 }) {
                tell(.delayed, about: saga.id)
            }
            if step.attempts < attempts {
                ask(step, definition)
            } else {
                hold(definition, step.key, .stepExhausted, Self.exhausted(step))
            }
        case .insist(let alarm):
            ask(step, definition)
            if step.attempts >= alarm, step.hold == nil {
                hold(definition, step.key, .stepExhausted, Self.exhausted(step))
            }
        }
    }

    private mutating func ask(_ step: StepRecord, _ definition: StepDefinition) {
        saga.changeStep(step.key) { step in
            step.attempts += 1
            step.due = definition.delay(afterAttempts: step.attempts).map { now + $0 }
        }
        if definition.command != nil { actions.append(.resend(step.key)) }
        if step.isDispute { announce(because: step.reason) }
    }

    private static func exhausted(_ step: StepRecord) -> Reason {
        Reason(
            code: "step_exhausted",
            message: "\(step.key.name.rawValue) was asked for \(step.attempts) times and not answered")
    }
}
