import Contracts
import FoundationEssentials

extension StockWaiting: StepReply {
    package var unit: UUID { reservationID }

    package var explanation: Reason? {
        Reason(code: "unknown_sku", message: "not in the catalogue: \(unknown.joined(separator: ", "))")
    }
}
