import Contracts
import FoundationEssentials

extension Transition {
    /// Takes an answer of a participant: finds the step that it answers and does what the plan says it means.
    mutating func take(_ reply: some StepReply, epoch: Int) -> Verdict {
        guard saga.phase != .unborn else { return .early }
        let unit = reply.unit(in: saga)
        let answers = saga.plan.answers(by: type(of: reply).type)
        if let answer = answers.first(where: { saga.step($0.definition.name, unit)?.isOpen == true }) {
            return take(reply, epoch: epoch, as: answer, StepKey(answer.definition.name, unit))
        }
        if let answer = answers.first(where: { saga.step($0.definition.name, unit) != nil }) {
            return takeAgain(reply, as: answer, StepKey(answer.definition.name, unit))
        }
        guard let answer = answers.first(where: { units(of: $0.definition.scope).contains(unit) }) ?? answers.first
        else { return .noted }
        return takeUnasked(reply, as: answer, unit)
    }

    /// The step is open: asked for and not answered.
    private mutating func take(
        _ reply: some StepReply, epoch: Int, as answer: Plan.Answer, _ key: StepKey
    ) -> Verdict {
        // An answer of no to an attempt before the present one says nothing of this one; a yes always counts.
        let isOutdated = epoch < saga.step(key.name, key.unit)?.epoch ?? 0
        switch answer.meaning {
        case .done:
            reply.record(in: &saga)
            guard reply.isAll(in: saga) else { return .applied }
            complete(answer.definition, key)
            if saga.plan.isUndoing(key.name) { markUndone(by: key) }
        case .progress:
            let before = saga
            reply.record(in: &saga)
            if before == saga { return .stale }
        case .refused(let milestone):
            if isOutdated { return .stale }
            let reason = reply.explanation ?? Reason(code: "refused", message: "refused")
            refuse(key, reason)
            if saga.phase == .running { giveUp(Ending(.cancelled, telling: milestone, because: reason)) }
        case .tooLate:
            if isOutdated { return .stale }
            refuse(key, reply.explanation)
        case .held(let hold):
            guard let hold = hold ?? reply.askedHold, !isOutdated, saga.phase == .running,
                saga.step(key.name, key.unit)?.hold == nil
            else { return .stale }
            self.hold(answer.definition, key, hold, reply.explanation)
        }
        return .applied
    }

    mutating func refuse(_ key: StepKey, _ reason: Reason?) {
        saga.changeStep(key) { step in
            step.finish(.refused, at: now)
            step.reason = reason
        }
    }

    /// The step has its answer already. A yes after a no is the late success of a step given up.
    private mutating func takeAgain(_ reply: some StepReply, as answer: Plan.Answer, _ key: StepKey) -> Verdict {
        guard case .done = answer.meaning, saga.phase.isGivenUp, answer.definition.undo != nil else { return .stale }
        switch saga.step(key.name, key.unit)?.status {
        case .refused: return undoLateSuccess(of: key, reply)
        case .undone:
            // It overtook the answer that says it is undone: only the totals learn of it.
            reply.record(in: &saga)
            return .stale
        case .sent, .done, .skipped, nil: return .stale
        }
    }

    /// The step was not begun.
    private mutating func takeUnasked(_ reply: some StepReply, as answer: Plan.Answer, _ unit: UUID) -> Verdict {
        if answer.definition.scope.isSingle, !units(of: answer.definition.scope).contains(unit) { return .stale }
        if saga.phase == .running || saga.plan.isUndoing(answer.definition.name) { return .early }
        guard case .done = answer.meaning, saga.phase.isGivenUp, answer.definition.undo != nil else { return .stale }
        let key = StepKey(answer.definition.name, unit)
        saga.steps.append(StepRecord(key: key, startedAt: now))
        return undoLateSuccess(of: key, reply)
    }

    private mutating func undoLateSuccess(of key: StepKey, _ reply: some StepReply) -> Verdict {
        reply.record(in: &saga)
        saga.changeStep(key) { $0.finish(.done, at: now) }
        saga.phase = .undoing
        return .late
    }
}
