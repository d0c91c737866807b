import Contracts
import FoundationEssentials

extension ParcelHandedOver: StepReply {
    package var unit: UUID { fulfilmentOrderID }

    package func record(in saga: inout OrderSaga) {
        guard let fulfilment = saga.fulfilment(unit) else { return }
        saga.changeFulfilment(unit) { $0.tracking = tracking }
        saga.move(fulfilment.units, from: fulfilment.buckets, to: .handedOver)
        // Over the counter it is in the customer's hands.
        if saga.plan.definition(.deliver) == nil {
            saga.move(fulfilment.units, from: [.handedOver], to: .delivered)
        }
    }
}
