import Contracts
import FoundationEssentials

extension ParcelPacked: StepReply {
    package var unit: UUID { fulfilmentOrderID }

    /// An automated floor says no more than this: it implies that everything was picked.
    package func record(in saga: inout OrderSaga) {
        guard let fulfilment = saga.fulfilment(unit) else { return }
        // Units of a line that two sites share are picked at one and still released at the other.
        let source: [UnitBucket] = fulfilment.floor == .picked ? [.picked, .released] : [.released, .picked]
        saga.changeFulfilment(unit) { fulfilment in
            fulfilment.floor = .packed
            fulfilment.parcel = parcel
        }
        saga.move(parcel.lines.map { ($0.lineID, $0.quantity) }, from: source, to: .packed)
    }
}
