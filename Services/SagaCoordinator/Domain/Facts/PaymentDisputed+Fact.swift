import Contracts
import FoundationEssentials

extension PaymentDisputed: SagaFact {
    /// An open dispute is held for a person, whatever the order has come to: what has not left stays until it is decided. A
    /// won one clears; a lost one holds an order that has not all left, since its money is gone.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        let saga = transition.saga
        if saga.phase == .unborn { return .early }
        let record = DisputeRecord(self, spoken: transition.origin.spoken ?? saga.version)
        if let index = saga.detours.disputes.firstIndex(where: { $0.id == record.id }) {
            if saga.detours.disputes[index].spoken >= record.spoken { return .stale }
            transition.saga.detours.disputes[index] = record
        } else {
            transition.saga.detours.disputes.append(record)
        }
        guard let definition = saga.plan.definition(.dispute) else { return .noted }
        transition.begin(definition, record.id)
        let reason = transition.saga.step(.dispute, record.id)?.reason
        transition.announce(because: reason ?? Reason(code: "dispute_\(status.rawValue)", message: disputeID))
        return .applied
    }
}

extension Transition {
    /// A lost dispute waits for a person as long as something may still be sent without its money.
    /// - Returns: whether one waits no more.
    mutating func settleLostDisputes() -> Bool {
        guard saga.cancellable.isEmpty, let definition = saga.plan.definition(.dispute) else { return false }
        var isSettled = false
        for step in saga.steps where step.isDispute && step.hold == .disputeLost {
            complete(definition, step.key)
            isSettled = true
        }
        return isSettled
    }
}
