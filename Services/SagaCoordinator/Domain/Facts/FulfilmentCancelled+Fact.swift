import Contracts
import FoundationEssentials

extension FulfilmentCancelled: StepReply {
    package var unit: UUID { fulfilmentOrderID }

    package var explanation: Reason? {
        Reason(code: "fulfilment_cancelled", message: "the warehouse does not fulfil it")
    }
}
