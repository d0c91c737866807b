import Contracts
import FoundationEssentials

extension StockBackordered: StepReply {
    package var unit: UUID { reservationID }

    package func record(in saga: inout OrderSaga) {
        saga.move(
            lines.map { (lineID: $0.lineID, quantity: max(0, $0.requested - $0.available)) }, from: [.pending],
            to: .backordered)
        saga.awaitComponents(lines)
    }

    package var explanation: Reason? {
        let date = promisedAt.map { "expected by \($0.rfc3339.prefix(10))" } ?? "nobody knows yet when it comes"
        return Reason(code: "backordered", message: date)
    }

    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        guard transition.saga.phase == .running, unit == transition.saga.reservationID,
            transition.saga.step(.reserve, unit) != nil
        else { return transition.take(self, epoch: epoch) }
        let isMoved = withdrawn.contains { units in
            transition.saga.fulfilments.contains { !$0.isStopped && $0.allocation.id == units.allocationID }
        }
        if isMoved {
            if transition.saga.detours.wish != nil { return .early }
            transition.moveUnits(withdrawn, to: [])
        } else {
            let before = transition.saga
            record(in: &transition.saga)
            if transition.saga == before { return .stale }
            transition.waitForGoods(until: promisedAt)
            transition.completeReroutes()
        }
        let occasion = UUID.v5("backordered/\(transition.saga.version)", in: transition.saga.id)
        transition.tell(.backordered, about: transition.saga.id, occasion: occasion, because: explanation)
        return .applied
    }
}
