import Contracts
import FoundationEssentials
import SagaCoordinator
import Testing

/// What must hold after every event, whatever it was.
enum Invariants {
    static func check(
        _ saga: OrderSaga, after before: OrderSaga, _ transition: Transition, sourceLocation: SourceLocation
    ) {
        for violation in violations(saga, before, transition) {
            Issue.record("\(violation): \(saga)", sourceLocation: sourceLocation)
        }
    }

    private static func violations(_ saga: OrderSaga, _ before: OrderSaga, _ transition: Transition) -> [String] {
        var violations: [String] = []
        func require(_ holds: Bool, _ what: String) {
            if !holds { violations.append(what) }
        }
        for line in saga.lines {
            let counts = UnitBucket.allCases.map { line[$0] }
            require(counts.reduce(0, +) == line.ordered, "the buckets of \(line.lineID) do not add up")
            require(counts.allSatisfy { $0 >= 0 }, "a bucket of \(line.lineID) is negative")
        }
        let money = saga.money
        require(
            0 <= money.refunded && money.refunded <= money.captured && money.captured <= money.authorised,
            "refunded <= captured <= authorised")
        require(money.voided >= 0 && money.voided + money.refunded <= money.authorised, "voided <= authorised")
        require(saga.version == before.version + 1, "every event is a version")
        require(
            saga.order == nil || saga.phase == .undoing || saga.headline == saga.derivedHeadline,
            "the headline is what units, money and holds say")
        // Liveness: what is not finished waits for something that comes, or for somebody.
        require(
            saga.phase != .running && saga.phase != .undoing || saga.deadline != nil || saga.isOnHold,
            "what is not finished waits for something")
        if let deadline = saga.deadline, !saga.phase.isFinal {
            require(saga.timer.map { $0 <= deadline } == true, "the timer goes off by the deadline")
        }
        require(saga.timer == nil || !saga.phase.isFinal, "what is finished has no timer")
        require(
            saga.steps.allSatisfy { $0.isOpen || ($0.due == nil && $0.hold == nil) }, "only open steps wait")
        if before.phase == .closed {
            // But for money that the storefront has given back since: that is written down, and nothing else is begun.
            let isRefund = saga.detours.refunds.count > before.detours.refunds.count && saga.phase == .running
            require(
                isRefund || saga.phase == .closed && transition.actions.allSatisfy(\.isAnswer), "closed is closed")
            require(
                !isRefund || saga.steps.filter(\.isOpen).allSatisfy { $0.key.name == .refund }, "only refunds are open")
        }
        return violations
    }
}

extension SagaAction {
    /// Says something to whoever asked or cares, and asks nobody.
    fileprivate var isAnswer: Bool {
        switch self {
        case .answer, .announce, .tell: true
        case .send, .resend, .wake, .sleep: false
        }
    }
}
