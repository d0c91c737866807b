import Contracts
import FoundationEssentials

extension StockShort: StepReply {
    package var unit: UUID { reservationID }

    package var explanation: Reason? {
        let articles = lines.map { "\($0.sku) (\($0.available) of \($0.requested))" }
        return Reason(code: "stock_short", message: "short of stock: \(articles.joined(separator: ", "))")
    }
}
