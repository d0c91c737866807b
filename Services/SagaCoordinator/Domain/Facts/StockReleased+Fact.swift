import Contracts
import FoundationEssentials

extension StockReleased: StepReply {
    package var unit: UUID { reservationID }

    package func unit(in saga: OrderSaga) -> UUID {
        saga.detours.releases.first { $0.ordinal == ordinal }?.id ?? reservationID
    }

    /// Inventory lets go of what was not paid in time by itself.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        guard reason == "expired", transition.saga.phase == .running else {
            return transition.take(self, epoch: epoch)
        }
        if transition.saga.detours.wish != nil { return .early }
        let reason = Reason(code: "reservation_expired", message: "not paid while the goods were kept for it")
        transition.takeOffRest(Ending(.expired, telling: .expired, because: reason))
        return .applied
    }
}
