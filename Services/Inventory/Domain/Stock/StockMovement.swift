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
    }

    let key: StockKey
    let kind: Kind
    let onHand: Int
    let reserved: Int
    /// A delivery note, a reservation, a parcel.
    let reference: String
    /// The operator; nil when no person did it.
    var actor: String?
    /// nil when it is for no order.
    var orderID: UUID?
    /// The message that made it.
    let messageID: UUID
}
