import Contracts
import FoundationEssentials

extension ParcelLost: StepReply {
    package var unit: UUID { parcel.id }

    package var explanation: Reason? {
        Reason(code: "parcel_lost", message: "\(tracking.carrier) has lost \(tracking.trackingNumber)")
    }

    /// Whether the customer gets another one or the money is for a person to say.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        let verdict = transition.take(self, epoch: epoch)
        guard verdict == .applied, let fulfilment = transition.saga.fulfilment(unit) else { return verdict }
        transition.saga.move(fulfilment.units, from: [.handedOver], to: .lost)
        transition.tell(.lost, about: unit, because: explanation)
        return verdict
    }
}
