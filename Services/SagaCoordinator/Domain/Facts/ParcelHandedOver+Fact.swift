import Contracts
import FoundationEssentials

extension ParcelHandedOver: StepReply {
    package var unit: UUID { fulfilmentOrderID }

    package func record(in saga: inout OrderSaga) {
        saga.changeFulfilment(unit) { $0.tracking = tracking }
        saga.move(parcel.lines.map { ($0.lineID, $0.quantity) }, from: [.packed], to: .handedOver)
    }
}
