import Contracts
import FoundationEssentials
import SagaCoordinator
import Testing

/// What must hold after every event, whatever it was.
enum Invariants {
    static func check(
        _ saga: OrderSaga, after before: OrderSaga, _ transition: Transition, sourceLocation: SourceLocation
    ) {
        for line in saga.lines {
            let sum = UnitBucket.allCases.reduce(0) { $0 + line[$1] }
            #expect(sum == line.ordered, "the buckets of \(line.lineID)", sourceLocation: sourceLocation)
            #expect(UnitBucket.allCases.allSatisfy { line[$0] >= 0 }, sourceLocation: sourceLocation)
        }
        let money = saga.money
        #expect(
            0 <= money.refunded && money.refunded <= money.captured && money.captured <= money.authorised
                && money.voided + money.refunded <= money.authorised, "\(money)", sourceLocation: sourceLocation)
        #expect(saga.version == before.version + 1, sourceLocation: sourceLocation)
        if saga.order != nil, saga.phase != .undoing {
            #expect(saga.headline == saga.derivedHeadline, sourceLocation: sourceLocation)
        }
        // Liveness: what is not finished waits for something that comes, or for somebody.
        if saga.phase == .running || saga.phase == .undoing {
            #expect(saga.deadline != nil || saga.isOnHold, "\(saga.phase)", sourceLocation: sourceLocation)
        }
        if let deadline = saga.deadline, !saga.phase.isFinal {
            #expect(saga.timer.map { $0 <= deadline } == true, "timer", sourceLocation: sourceLocation)
        }
        if before.phase == .closed {
            #expect(transition.actions.allSatisfy { $0.isAnswer }, "closed", sourceLocation: sourceLocation)
            #expect(saga.phase == .closed, sourceLocation: sourceLocation)
        }
        for step in saga.steps where step.status != .sent {
            #expect(step.due == nil && step.hold == nil, sourceLocation: sourceLocation)
        }
    }
}

extension SagaAction {
    fileprivate var isAnswer: Bool { if case .answer = self { true } else { false } }
}
