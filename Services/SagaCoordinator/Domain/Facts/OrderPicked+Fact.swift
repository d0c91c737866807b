import Contracts
import FoundationEssentials

extension OrderPicked: StepReply {
    package var unit: UUID { fulfilmentOrderID }

    package func record(in saga: inout OrderSaga) {
        guard let fulfilment = saga.fulfilment(unit), fulfilment.floor < .picked else { return }
        saga.changeFulfilment(unit) { $0.floor = .picked }
        saga.move(fulfilment.units, from: [.released], to: .picked)
    }
}
