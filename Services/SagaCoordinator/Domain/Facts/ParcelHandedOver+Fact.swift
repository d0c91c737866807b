import Contracts
import FoundationEssentials

extension ParcelHandedOver: StepReply {
    package var unit: UUID { fulfilmentOrderID }

    package func record(in saga: inout OrderSaga) {
        guard let fulfilment = saga.fulfilment(unit) else { return }
        saga.changeFulfilment(unit) { $0.tracking = tracking }
        saga.move(fulfilment.units, from: fulfilment.buckets, to: .handedOver)
        // The courier has its price on his list.
        if saga.order?.isPaidAtTheDoor == true { saga.move(saga.providedUnits, from: [.pending], to: .handedOver) }
        // Over the counter it is in the customer's hands.
        if saga.plan.definition(.deliver) == nil {
            saga.move(fulfilment.units, from: [.handedOver], to: .delivered)
        }
    }
}
