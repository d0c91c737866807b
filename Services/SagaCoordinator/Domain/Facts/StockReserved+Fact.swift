import Contracts
import FoundationEssentials

extension StockReserved: StepReply {
    package var unit: UUID { reservationID }

    package func record(in saga: inout OrderSaga) {
        let units = allocations.flatMap(\.lines).map { ($0.lineID, $0.quantity) }
        saga.move(units, from: [.pending, .backordered], to: .reserved)
        // What is being undone is not sent.
        if saga.phase == .running { saga.fulfilments = Fulfilment.make(for: saga.id, allocations) }
    }
}
