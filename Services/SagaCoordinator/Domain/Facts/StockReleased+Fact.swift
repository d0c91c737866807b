import Contracts
import FoundationEssentials

extension StockReleased: StepReply {
    package var unit: UUID { reservationID }
}
