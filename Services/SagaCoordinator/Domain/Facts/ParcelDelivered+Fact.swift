import Contracts
import FoundationEssentials

extension ParcelDelivered: StepReply {
    package var unit: UUID { parcel.id }

    package func record(in saga: inout OrderSaga) {
        guard let fulfilment = saga.fulfilment(unit) else { return }
        saga.changeFulfilment(unit) { $0.collected = max(0, collected) }
        // What was given up as lost has turned up.
        saga.move(fulfilment.units, from: [.handedOver, .lost], to: .delivered)
    }
}
