import Contracts
import FoundationEssentials

/// The order as it read at its newest delivery.
package struct DeliveredOrder: Hashable, Sendable {
    package let id: UUID
    package private(set) var summary: OrderSummary
    /// The delivery that brought the summary.
    package private(set) var asOf: Timestamp
    package private(set) var version: Int64

    package init(id: UUID, summary: OrderSummary, asOf: Timestamp, version: Int64 = 1) {
        self.id = id
        self.summary = summary
        self.asOf = asOf
        self.version = version
    }

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
