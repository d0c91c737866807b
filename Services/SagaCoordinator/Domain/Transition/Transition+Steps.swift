import Contracts
import FoundationEssentials

extension Transition {
    /// Begins every step whose predecessors are complete.
    /// - Returns: whether there was one.
    mutating func beginSteps() -> Bool {
        var hasBegun = false
        for definition in saga.plan.steps {
            for unit in units(of: definition.scope)
            where saga.step(definition.name, unit) == nil && isReady(definition, unit) {
                begin(definition, unit)
                hasBegun = true
                // A refusal that was kept may have ended the order.
                guard saga.phase == .running else { return true }
            }
        }
        return hasBegun
    }

    mutating func begin(_ definition: StepDefinition, _ unit: UUID) {
        let key = StepKey(definition.name, unit)
        saga.steps.append(StepRecord(key: key, startedAt: now))
        carryOut(definition, key, isFirst: true)
    }

    /// Asks for the step: in its first epoch, or again after the one before was proven without effect.
    mutating func carryOut(_ definition: StepDefinition, _ key: StepKey, isFirst: Bool) {
        switch saga.draft(of: definition.name, key.unit) {
        case .command(let command):
            if isFirst { saga.recordBeginning(of: definition.name, key.unit) }
            let epoch = saga.step(key.name, key.unit)?.epoch ?? 0
            saga.changeStep(key) { $0.due = definition.deadline.map { now + $0 } }
            actions.append(.send(command, key, epoch: epoch))
        case .wait:
            saga.changeStep(key) { $0.due = definition.deadline.map { now + $0 } }
            if let milestone = definition.tellsWaiting { tell(milestone, about: saga.id) }
        case .impossible(let hold, let reason):
            self.hold(definition, key, hold, reason)
        case .nothing:
            saga.changeStep(key) { $0.finish(.skipped, at: now) }
            if let milestone = definition.tellsDone { tell(milestone, about: key.unit) }
        case .done:
            saga.recordBeginning(of: definition.name, key.unit)
            complete(definition, key)
        }
    }

    mutating func complete(_ definition: StepDefinition, _ key: StepKey) {
        saga.changeStep(key) { $0.finish(.done, at: now) }
        // An order that is being undone has nothing more to promise.
        if saga.phase == .running, let milestone = definition.tellsDone { tell(milestone, about: key.unit) }
    }

    mutating func hold(_ definition: StepDefinition, _ key: StepKey, _ hold: HoldReason, _ reason: Reason?) {
        let isNews = saga.step(key.name, key.unit).map { $0.hold == nil && $0.epoch == 0 } ?? false
        saga.changeStep(key) { step in
            step.hold = hold
            step.reason = reason
            // Who undoes goes on asking; what goes forward waits for a person.
            if case .insist = definition.expiry { return }
            step.due = nil
        }
        if isNews, let milestone = definition.tellsHeld, hold != .stepExhausted {
            tell(milestone, about: key.unit, because: reason)
        }
    }

    /// The things that a step is done for, as far as they are known.
    func units(of scope: StepScope) -> [UUID] {
        switch scope {
        case .order: [saga.id]
        case .payment: [saga.paymentID]
        case .reservation: [saga.reservationID]
        case .fulfilmentOrder: saga.fulfilments.map(\.id)
        case .parcel: saga.fulfilments.compactMap(\.parcel?.id)
        }
    }

    /// Whether a step is complete for everything that it is done for. What a site sends is known when the stock is
    /// reserved, its parcel when it is packed.
    func isComplete(_ definition: StepDefinition) -> Bool {
        if definition.scope.isSingle {
            return units(of: definition.scope).allSatisfy { saga.step(definition.name, $0)?.isComplete == true }
        }
        guard saga.step(.reserve, saga.reservationID)?.isComplete == true else { return false }
        return saga.fulfilments.allSatisfy { fulfilment in isComplete(definition, for: fulfilment) }
    }

    private func isComplete(_ definition: StepDefinition, for fulfilment: Fulfilment) -> Bool {
        let unit = definition.scope == .parcel ? fulfilment.parcel?.id : fulfilment.id
        return unit.flatMap { saga.step(definition.name, $0) }?.isComplete == true
    }

    private func isReady(_ definition: StepDefinition, _ unit: UUID) -> Bool {
        definition.after.allSatisfy { name in
            guard let predecessor = saga.plan.definition(name) else { return true }
            if !definition.scope.isSingle, !predecessor.scope.isSingle, let own = saga.fulfilment(unit) {
                return isComplete(predecessor, for: own)
            }
            return isComplete(predecessor)
        }
    }
}
