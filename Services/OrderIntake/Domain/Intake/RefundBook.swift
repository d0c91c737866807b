import Contracts

/// Decides which of an order's refunds the coordinator is told, so that every sequence of arrivals comes to the same: an
/// order less what was refunded.
package enum RefundBook {
    /// What one message did to the order.
    package struct Occasion: Sendable {
        package var row: IntakeOrder
        /// Whether the coordinator takes the content of this message as the order's own: the first, and each while it
        /// waits for money. After that it only writes newer content down.
        package var isAdopted: Bool
        /// Ids of the refunds that the content of this message is less by.
        package var inContent: Set<String>

        package init(row: IntakeOrder, isAdopted: Bool = false, inContent: Set<String> = []) {
            self.row = row
            self.isAdopted = isAdopted
            self.inContent = inContent
        }
    }

    /// The new state of a refund that is waiting.
    package static func state(of refund: KnownRefund, at occasion: Occasion) -> KnownRefund.State {
        let row = occasion.row
        if row.disposition.recordedReason?.stopsOrder == true {
            // The cancel gives the money back of all that has not left. Of the rest this is the only news.
            return row.isAnnounced && refund.content.amount > 0 ? .told : .included
        }
        // Lines that are no older than it are less by it, whichever of the two was heard of first.
        if let at = refund.content.at, at <= row.updatedAt { return .included }
        if occasion.isAdopted, occasion.inContent.contains(refund.key.refundID) { return .included }
        // Until it is paid, newer content will say what is left of the order.
        return row.isAnnounced && !row.order.isWaitingForMoney ? .told : .waiting
    }
}
