import Contracts
import FoundationEssentials

extension ParcelLabelled: StepReply {
    package var unit: UUID { tracking.parcelID }

    package func record(in saga: inout OrderSaga) {
        saga.changeFulfilment(unit) { $0.tracking = tracking }
    }
}
