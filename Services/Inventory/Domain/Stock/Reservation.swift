import Contracts
import FoundationEssentials

/// Units held for one order, over all sites.
struct Reservation: Hashable, Sendable {
    enum State: String, Sendable {
        /// The catalogue does not know an article yet.
        case waiting
        case reserved
        /// The stock did not cover it; nothing is held.
        case short
        /// Given back; also the tombstone of one that was never made.
        case released
        /// All of it is with the carriers.
        case consumed
    }

    let id: UUID
    let orderID: UUID
    var state: State
    /// Rises with each change, and goes out with each answer.
    var version: Int64
    var lines: [ReservedLine] = []
    /// Why these sites.
    var explanation: AllocationExplanation?
    /// Why it was released.
    var reason: String?
    /// The parcels that were taken out of it, so that one that is told twice counts once.
    var parcels: [UUID] = []

    init(id: UUID, orderID: UUID, state: State, version: Int64 = 0) {
        self.id = id
        self.orderID = orderID
        self.state = state
        self.version = version
    }

    var isOpen: Bool { lines.contains { $0.open > 0 } }
}

/// Units of an order line at one site.
struct ReservedLine: Hashable, Sendable {
    let lineID: String
    let key: StockKey
    let quantity: Int
    /// Handed over to a carrier.
    var consumed = 0
    /// Given back.
    var released = 0

    /// Still held.
    var open: Int { quantity - consumed - released }
}
