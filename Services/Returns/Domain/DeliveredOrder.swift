import Contracts
import FoundationEssentials

/// The order as it read at its newest delivery, and what was given back of its money.
package struct DeliveredOrder: Hashable, Sendable {
    package let id: UUID
    package private(set) var summary: OrderSummary
    /// The delivery that brought the summary.
    package private(set) var asOf: Timestamp
    /// Given back by the payment provider, for returns and for whatever else.
    package var refunded: Int64
    /// Asked of the payment provider and not answered yet.
    package var promised: Int64
    /// As store credit, or as goods in exchange.
    package var credited: Int64
    /// Taken back by banks and marketplaces after disputes, and the payment's version that said so.
    package var lost: Int64 = 0
    package var lostAsOf: Int64 = 0
    package private(set) var version: Int64

    package init(
        id: UUID, summary: OrderSummary, asOf: Timestamp, refunded: Int64 = 0, promised: Int64 = 0,
        credited: Int64 = 0, version: Int64 = 1
    ) {
        self.id = id
        self.summary = summary
        self.asOf = asOf
        self.refunded = refunded
        self.promised = promised
        self.credited = credited
        self.version = version
    }

    /// What could still be given back at most.
    package var refundable: Int64 { max(0, summary.total - refunded - promised - credited - lost) }

    package func share(of lineID: String) -> LineShare? { summary.shares.first { $0.lineID == lineID } }

    package func title(of lineID: String) -> String {
        guard let index = summary.shares.firstIndex(where: { $0.lineID == lineID }),
            summary.lines.indices.contains(index)
        else { return lineID }
        return summary.lines[index].title
    }

    /// The engine saves a row whose version differs; whoever changes the sums says so.
    package mutating func touch() { version += 1 }

    /// Takes over what a later delivery says of the order; parcels are reported in any order.
    /// - Returns: whether anything changed.
    package mutating func refresh(_ summary: OrderSummary, asOf moment: Timestamp) -> Bool {
        guard moment > asOf else { return false }
        asOf = moment
        self.summary = summary
        version += 1
        return true
    }
}
