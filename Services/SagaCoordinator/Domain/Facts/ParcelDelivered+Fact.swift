import Contracts
import FoundationEssentials

extension ParcelDelivered: StepReply {
    package var unit: UUID { parcel.id }

    package func record(in saga: inout OrderSaga) {
        saga.money.collect(collected)
        saga.move(parcel.lines.map { ($0.lineID, $0.quantity) }, from: [.handedOver], to: .delivered)
    }
}
