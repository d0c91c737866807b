import Contracts
import FoundationEssentials

extension Transition {
    /// Begins every step whose predecessors are complete, and whatever has come up.
    /// - Returns: whether there was one.
    mutating func beginSteps() -> Bool {
        var hasBegun = false
        for definition in saga.plan.forward {
            for unit in units(of: definition.scope) where isDue(definition, unit) {
                begin(definition, unit)
                hasBegun = true
                // A refusal that was kept may have ended the order.
                guard saga.phase == .running else { return true }
            }
        }
        return hasBegun
    }

    private func isDue(_ definition: StepDefinition, _ unit: UUID) -> Bool {
        switch saga.step(definition.name, unit)?.status {
        case nil: isReady(definition, unit)
        // A hand-over that lost against a cancel of some units is for the rest.
        case .undone: definition.scope == .fulfilmentOrder && isReady(definition, unit)
        case .sent, .done, .skipped, .refused: false
        }
    }

    /// For the first time, or once more as a whole.
    mutating func begin(_ definition: StepDefinition, _ unit: UUID) {
        let key = StepKey(definition.name, unit)
        guard saga.step(key.name, unit) != nil else {
            saga.steps.append(StepRecord(key: key, startedAt: now))
            return carryOut(definition, key, isFirst: true)
        }
        restart(key)
        saga.changeStep(key) { $0.epoch += 1 }
        carryOut(definition, key, isFirst: false)
    }

    /// The same attempt goes on: what was said to be done is to be done for other units.
    mutating func reopen(_ key: StepKey) {
        assert(StepName.reopened.contains(key.name), "the command of \(key.name.rawValue) is forgotten when it is done")
        restart(key)
    }

    mutating func restart(_ key: StepKey) {
        saga.changeStep(key) { step in
            step.status = .sent
            step.attempts = 1
            step.hold = nil
            step.reason = nil
            step.finishedAt = nil
        }
    }

    /// Asks for the step: in its first epoch, or again after the one before was proven without effect.
    mutating func carryOut(_ definition: StepDefinition, _ key: StepKey, isFirst: Bool) {
        saga.claimShare(for: definition.name, key.unit)
        switch saga.draft(of: definition.name, key.unit) {
        case .command(let command):
            if isFirst { saga.recordBeginning(of: definition.name, key.unit) }
            let epoch = saga.step(key.name, key.unit)?.epoch ?? 0
            saga.changeStep(key) { $0.due = definition.deadline.map { now + $0 } }
            actions.append(.send(command, key, epoch: epoch))
        case .wait:
            saga.changeStep(key) { $0.due = definition.deadline.map { now + $0 } }
            if let milestone = definition.tellsWaiting { tell(milestone, about: key.unit) }
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
            // Who undoes goes on asking whoever is silent; what goes forward waits for a person, or for its patience.
            if case .insist = definition.expiry, hold == .stepExhausted { return }
            let limit = definition.name == .dispute ? definition.deadline : definition.patience?.limit
            step.due = hold == .stepExhausted ? nil : limit.map { now + $0 }
        }
        guard isNews, hold != .stepExhausted, let milestone = definition.tellsHeld else { return }
        tell(hold == .addressInvalid ? .addressNeeded : milestone, about: key.unit, because: reason)
    }

    /// The things that a step is done for, as far as they are known.
    func units(of scope: StepScope) -> [UUID] {
        switch scope {
        case .order: [saga.id]
        case .payment: [saga.paymentID]
        case .reservation: [saga.reservationID]
        case .fulfilmentOrder: saga.fulfilments.compactMap { $0.isStopped ? nil : $0.id }
        case .parcel: saga.fulfilments.compactMap { $0.isStopped ? nil : $0.parcel?.id }
        case .retiredParcel: saga.retiredParcels
        case .shortage: saga.detours.shortages.map(\.id)
        case .release: saga.detours.releases.map(\.id)
        case .refund: saga.detours.refunds.map(\.id)
        case .dispute: saga.detours.disputes.map(\.id)
        }
    }

    /// Whether a step is complete for everything that it is done for. What a site sends is known when the stock is
    /// reserved, its parcel when it is packed.
    func isComplete(_ definition: StepDefinition) -> Bool {
        if definition.scope.isSingle {
            return units(of: definition.scope).allSatisfy { saga.step(definition.name, $0)?.isComplete == true }
        }
        if definition.scope.isIncident {
            return units(of: definition.scope).allSatisfy { unit in
                saga.step(definition.name, unit).map { !$0.isOpen } ?? false
            }
        }
        if let reserve = saga.plan.definition(.reserve), !isComplete(reserve) { return false }
        return saga.isAllocated
            && saga.fulfilments.allSatisfy { $0.isStopped || isComplete(definition, for: $0) }
    }

    private func isComplete(_ definition: StepDefinition, for fulfilment: Fulfilment) -> Bool {
        let unit = definition.scope == .parcel ? fulfilment.parcel?.id : fulfilment.id
        return unit.flatMap { saga.step(definition.name, $0) }?.isComplete == true
    }

    private func isReady(_ definition: StepDefinition, _ unit: UUID) -> Bool {
        if definition.yieldsToWishes, saga.detours.wish != nil || saga.isDisputed { return false }
        if definition.yieldsToWishes, saga.fulfilment(unit).map({ saga.isIncomplete($0) }) == true { return false }
        if definition.name == .label, saga.isWaitingForAnotherShare(unit) { return false }
        // Nothing will be taken: the customer's bank need not wait for a parcel that is a present.
        if definition.name == .finishPayment, saga.isCancelled { return true }
        return definition.after.allSatisfy { name in
            guard let predecessor = saga.plan.definition(name) else { return true }
            if !definition.scope.isSingle, let own = saga.fulfilment(unit) {
                // A site has its units as soon as it is known, whatever others wait for.
                if predecessor.scope == .reservation { return true }
                if !predecessor.scope.isSingle { return isComplete(predecessor, for: own) }
            }
            return isComplete(predecessor)
        }
    }
}
