import Contracts
import FoundationEssentials

extension Transition {
    /// Ends the order: from here on only undoing goes on. No site has anything of it in hand any more; see
    /// ``takeOff(_:)``.
    mutating func giveUp(_ ending: Ending) {
        saga.phase = .undoing
        saga.ending = ending
        for index in saga.steps.indices
        where saga.steps[index].isOpen && !saga.steps[index].isDispute
            && !saga.plan.isUndoing(saga.steps[index].key.name)
        {
            saga.steps[index].due = nil
            saga.steps[index].hold = nil
        }
    }

    /// Begins the undoing of the last step that is done or of unknown outcome; when there is none, the order has ended.
    /// - Returns: whether anything moved. Undoing goes strictly in reverse, one step at a time.
    mutating func undoNext() -> Bool {
        let isUnderWay = saga.steps.contains { saga.plan.isUndoing($0.key.name) && $0.isOpen }
        if isUnderWay { return false }
        for definition in saga.plan.steps.reversed() {
            guard let undo = definition.undo.flatMap(saga.plan.definition) else { continue }
            for step in saga.steps.reversed()
            where step.key.name == definition.name && (step.status == .sent || step.status == .done) {
                begin(undo, step.key.unit)
                return true
            }
        }
        end()
        return true
    }

    /// The customer has paid for an order that is over: deadline and payment competed, and the deadline was first. What it
    /// had promised is with others by now, so the money goes back, by the way that it came.
    mutating func giveBackLate(_ payment: PaymentInstruction) -> Verdict {
        // First everything is undone that was asked for; what came on top of it is known then.
        if saga.phase == .undoing { return .early }
        saga.order?.payment = payment
        saga.detours.late = payment
        saga.detours.late?.payerName = nil
        saga.detours.late?.payerEmail = nil
        saga.detours.late?.token = nil
        let key = StepKey(.authorise, saga.paymentID)
        if saga.step(key.name, key.unit) == nil { saga.steps.append(StepRecord(key: key, startedAt: now)) }
        saga.changeStep(key) { $0.finish(.done, at: now) }
        saga.phase = .undoing
        announce(because: Self.paidTooLate)
        return .late
    }

    static let paidTooLate = Reason(
        code: "paid_too_late", message: "the order was given up before it was paid: the money goes back")

    /// The step that an undoing step is for is undone.
    mutating func markUndone(by key: StepKey) {
        for definition in saga.plan.steps where definition.undo == key.name {
            // A site that goes on with less has undone nothing as a whole.
            if key.name == .cancelFulfilment, saga.fulfilment(key.unit)?.isStopped == false { continue }
            saga.changeStep(StepKey(definition.name, key.unit)) { step in
                if step.status == .sent || step.status == .done { step.finish(.undone, at: now) }
            }
        }
    }

    private mutating func end() {
        guard var ending = saga.ending else { return }
        for index in saga.lines.indices { saga.lines[index].cancelAll() }
        for index in saga.steps.indices where saga.steps[index].isOpen && !saga.steps[index].isDispute {
            saga.steps[index].finish(.undone, at: now)
        }
        saga.detours.putBack = []
        saga.phase = ending.phase
        if !ending.isTold {
            let refunded = saga.money.refunded
            tell(ending.milestone, about: saga.id, amount: refunded > 0 ? refunded : nil, because: ending.reason)
            ending.isTold = true
            saga.ending = ending
        }
    }
}
