import Contracts
import FoundationEssentials

/// A line of the append-only ledger: by how much a balance changed, and why.
struct StockMovement: Hashable, Sendable {
    /// What a movement is; the ledger knows no others.
    enum Kind: String, Sendable {
        /// Goods came in.
        case receive
        /// A count or a loss.
        case adjust
        /// Promised to an order.
        case reserve
        /// Given back by an order.
        case release
        /// Handed over to a carrier.
        case consume
        /// Came back, and can be sold again.
        case restock
        /// Set aside: from the stock, or as it came back.
        case quarantine
        /// Out of quarantine, back to the stock.
        case unquarantine
        /// Out of quarantine, and gone.
        case writeOff = "write_off"
    }

    let key: StockKey
    let kind: Kind
    let onHand: Int
    let reserved: Int
    var quarantined = 0
    /// A delivery note, a reservation, a parcel.
    let reference: String
    /// The operator; nil when no person did it.
    var actor: String?
    /// nil when it is for no order.
    var orderID: UUID?
    /// The message that made it.
    let messageID: UUID
}
