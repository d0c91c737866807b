import Contracts
import FoundationEssentials

extension PickingStarted: StepReply {
    package var unit: UUID { fulfilmentOrderID }

    package func record(in saga: inout OrderSaga) {
        saga.changeFulfilment(unit) { $0.floor = max($0.floor, .picking) }
    }
}
