import Contracts
import FoundationEssentials

extension RefundedByChannel: SagaFact {
    /// Units that have not left are taken off the order, which gives their money back. Money alone is given back by whoever
    /// has it; the payment service books it once by the storefront's own id of the refund.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        let saga = transition.saga
        switch saga.phase {
        case .unborn: return .early
        case .undoing, .cancelled, .expired: return .stale
        case .closed: return .noted
        case .running: break
        }
        let wanted = lines.compactMap { line -> LineQuantity? in
            let left = saga.line(line.lineID)?.total(UnitBucket.beforeHandOver) ?? 0
            let quantity = min(left, line.quantity)
            return quantity > 0 ? LineQuantity(lineID: line.lineID, quantity: quantity) : nil
        }
        let reason = Reason(code: "refunded_by_channel", message: externalRefundID)
        if !wanted.isEmpty {
            if saga.mustWait(toTakeOff: wanted) { return .early }
            transition.takeOff(
                Wish(
                    .channel, wanted, isWhole: false, from: transition.origin,
                    ending: Ending(.cancelled, telling: .cancelled, because: reason)))
            return .applied
        }
        let id = UUID.v5("channel_refund/\(externalRefundID)", in: saga.paymentID)
        let asked = saga.detours.refunds.reduce(Int64(0)) { sum, refund in
            sum + (saga.step(.refund, refund.id)?.isComplete == true ? 0 : refund.amount)
        }
        guard lines.isEmpty, !saga.detours.refunds.contains(where: { $0.id == id }) else { return .noted }
        let left = saga.money.captured - saga.money.refunded - asked
        // The storefront took the money before we heard of it, or its part of ours is not taken yet.
        if left < amount, saga.expectsMoney { return .early }
        let amount = min(amount, left)
        guard amount > 0 else { return .noted }
        transition.saga.detours.refunds.append(OwedRefund(id: id, amount: amount, reason: reason.code, lines: []))
        return .applied
    }
}

extension OrderSaga {
    /// Whether more of what is due will be known as captured.
    fileprivate var expectsMoney: Bool {
        step(.authorise, paymentID)?.isComplete != true || money.captured < min(due, money.authorised - money.voided)
    }
}
