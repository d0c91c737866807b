import Contracts
import FoundationEssentials

extension RefundedByChannel: SagaFact {
    /// Units that have not left are taken off the order, which gives their money back. What was given for units that have left, and
    /// for none, is only written down: whoever has the money has given it already. The payment service books it once by the
    /// storefront's own id of the refund.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        let saga = transition.saga
        switch saga.phase {
        case .unborn: return .early
        case .undoing, .cancelled, .expired: return .stale
        // One that a person has ended is what that person said it is.
        case .closed where !saga.isThrough: return .noted
        case .closed, .running: break
        }
        let given = GivenBack(
            id: .v5("channel_refund/\(externalRefundID)", in: saga.paymentID), amount: amount, lines: lines)
        let wanted = lines.compactMap { line -> LineQuantity? in
            let left = saga.line(line.lineID)?.total(UnitBucket.beforeHandOver) ?? 0
            let quantity = min(left, line.quantity)
            return quantity > 0 ? LineQuantity(lineID: line.lineID, quantity: quantity) : nil
        }
        if !wanted.isEmpty {
            if saga.mustWait(toTakeOff: wanted) { return .early }
            let reason = Reason(code: GivenBack.reason, message: externalRefundID)
            transition.takeOff(
                Wish(
                    .channel, wanted, isWhole: false, from: transition.origin,
                    ending: Ending(.cancelled, telling: .cancelled, because: reason), given: amount > 0 ? given : nil))
            return .applied
        }
        // What was cancelled before was given back then.
        guard lines.isEmpty || !saga.gone(of: lines).isEmpty, !saga.isOwed(given.id) else { return .noted }
        // The storefront took the money before we heard of it, or its part of ours is not taken yet.
        if saga.refundable < amount, saga.expectsMoney { return .early }
        guard transition.book(given) else { return .noted }
        // The payment service has a word to say on this one too.
        if saga.phase == .closed { transition.saga.phase = .running }
        return .applied
    }
}

extension Transition {
    /// Writes down what the storefront has given back, as far as there is anything left of what was taken.
    /// - Parameters:
    ///   - taken: units of it that were taken off the order.
    ///   - worth: what was given back for those; minor units.
    /// - Returns: whether there was anything to write down.
    @discardableResult
    mutating func book(_ given: GivenBack, without taken: [LineQuantity] = [], worth: Int64 = 0) -> Bool {
        let amount = min(given.amount - worth, saga.refundable)
        guard amount > 0, !saga.isOwed(given.id) else { return false }
        let rest = given.lines.map { line in
            let gone = taken.reduce(0) { $0 + ($1.lineID == line.lineID ? $1.quantity : 0) }
            return LineQuantity(lineID: line.lineID, quantity: line.quantity - gone)
        }
        saga.detours.refunds.append(
            OwedRefund(
                id: given.id, amount: amount, reason: GivenBack.reason,
                lines: saga.amounts(of: saga.gone(of: rest), upTo: amount), isMoneyAlone: true))
        return true
    }
}

extension GivenBack {
    /// The code of all that comes of it.
    fileprivate static let reason = "refunded_by_channel"
}

extension OrderSaga {
    /// Whether a closed order has nothing left that its plan would begin.
    fileprivate var isThrough: Bool {
        lines.allSatisfy { $0.total(UnitBucket.beforeHandOver) == 0 }
            && plan.forward.allSatisfy { definition in
                !steps.contains { $0.key.name == definition.name && !$0.isComplete && $0.status != .undone }
            }
    }

    fileprivate func isOwed(_ refundID: UUID) -> Bool { detours.refunds.contains { $0.id == refundID } }

    /// What was taken, and neither given back nor asked to be. Minor units.
    fileprivate var refundable: Int64 {
        let asked = detours.refunds.reduce(Int64(0)) { sum, refund in
            sum + (step(.refund, refund.id)?.isComplete == true ? 0 : refund.amount)
        }
        return money.captured - money.refunded - asked
    }

    /// Whether more of what is due will be known as captured.
    fileprivate var expectsMoney: Bool {
        step(.authorise, paymentID)?.isComplete != true || money.captured < min(due, money.authorised - money.voided)
    }

    /// Those of some units that have left, wherever they have got to.
    fileprivate func gone(of units: [LineQuantity]) -> [LineQuantity] {
        units.compactMap { unit in
            guard let line = line(unit.lineID) else { return nil }
            let gone = line.ordered - line[.cancelled] - line.total(UnitBucket.beforeHandOver)
            let quantity = min(unit.quantity, gone)
            return quantity > 0 ? LineQuantity(lineID: unit.lineID, quantity: quantity) : nil
        }
    }

    /// Shares an amount out over some units, none more than they were sold for. The rest of it is for no line.
    fileprivate func amounts(of units: [LineQuantity], upTo amount: Int64) -> [LineAmount] {
        guard let order else { return [] }
        let shares = LineShare.shares(of: order)
        let worth = units.map { unit -> Int64 in
            guard let share = shares.first(where: { $0.lineID == unit.lineID }) else { return 0 }
            return LineShare.part(of: share.goods, first: unit.quantity, of: share.quantity)
        }
        let parts = Apportionment.split(min(amount, worth.reduce(0, +)), by: worth)
        return zip(units, parts).map { LineAmount(lineID: $0.lineID, quantity: $0.quantity, amount: $1) }
    }
}
