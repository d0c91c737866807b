import Contracts
import FoundationEssentials

extension StockShort: StepReply {
    package var unit: UUID { reservationID }

    package var explanation: Reason? {
        let articles = lines.map { "\($0.sku) (\($0.available) of \($0.requested))" }
        return Reason(code: "stock_short", message: "short of stock: \(articles.joined(separator: ", "))")
    }

    /// With nothing allocated it is the end of the order, with something it is the end of what is short.
    package func take(epoch: Int, in transition: inout Transition) -> Verdict {
        guard transition.saga.phase == .running, !transition.saga.fulfilments.isEmpty else {
            return transition.take(self, epoch: epoch)
        }
        return transition.takeOffUncovered(self)
    }
}
