import Contracts
import FoundationEssentials

extension FulfilmentCancelRefused: StepReply {
    package var unit: UUID { fulfilmentOrderID }

    package var explanation: Reason? {
        Reason(code: "already_handed_over", message: "the site says: \(state)")
    }
}
