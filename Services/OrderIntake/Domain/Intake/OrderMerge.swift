import Contracts
import FoundationEssentials

/// Decides what one more message about an order means: unique by (channel, shop, external id), the newest content by
/// the channel's own update time wins, and every difference is recorded.
package struct OrderMerge: Sendable {
    /// What became of the content, as the sender is answered.
    package enum Outcome: String, Sendable {
        case accepted, recorded, updated, unchanged, stale

        /// Whether more is known than before.
        var isNews: Bool { self == .accepted || self == .recorded || self == .updated }
    }

    /// What the coordinator is told.
    package enum Announcement: Hashable, Sendable {
        case nothing, accepted, updated
        case cancelled(RecordedReason)
    }

    package let row: IntakeOrder
    package let outcome: Outcome
    package let announcement: Announcement
    /// The JSON paths whose values differ from what was known; empty for a new order.
    package let changed: [String]

    /// - Parameter newID: taken when the order is not known yet.
    package static func decide(_ incoming: IncomingOrder, _ existing: IntakeOrder?, newID: UUID) -> OrderMerge {
        guard let existing else { return first(incoming, newID) }
        if incoming.hash == existing.hash { return same(incoming, existing) }
        var order = incoming.order
        order.id = existing.id
        let changed = OrderDifference.paths(from: existing.order, to: order)
        guard incoming.supersedes(existing) else {
            return OrderMerge(row: existing, outcome: .stale, announcement: .nothing, changed: changed)
        }
        var row = existing
        row.order = order
        row.hash = incoming.hash
        row.disposition = incoming.disposition
        row.updatedAt = incoming.updatedAt
        row.version += 1
        switch incoming.disposition {
        case .proceed:
            row.isAnnounced = true
            let isNew = !existing.isAnnounced
            return OrderMerge(
                row: row, outcome: isNew ? .accepted : .updated, announcement: isNew ? .accepted : .updated,
                changed: changed)
        case .recorded(let reason):
            let wasStopped = existing.disposition.recordedReason?.stopsOrder ?? false
            let mustStop = existing.isAnnounced && reason.stopsOrder && !wasStopped
            return OrderMerge(
                row: row, outcome: .recorded, announcement: mustStop ? .cancelled(reason) : .nothing, changed: changed)
        }
    }

    private static func first(_ incoming: IncomingOrder, _ id: UUID) -> OrderMerge {
        var order = incoming.order
        order.id = id
        let proceeds = incoming.disposition == .proceed
        let row = IntakeOrder(
            order: order, hash: incoming.hash, disposition: incoming.disposition, updatedAt: incoming.updatedAt,
            isAnnounced: proceeds, version: 1)
        return OrderMerge(
            row: row, outcome: proceeds ? .accepted : .recorded, announcement: proceeds ? .accepted : .nothing,
            changed: [])
    }

    /// The same content again. The later time is kept, so that older content that differs stays stale.
    private static func same(_ incoming: IncomingOrder, _ existing: IntakeOrder) -> OrderMerge {
        var row = existing
        row.updatedAt = max(existing.updatedAt, incoming.updatedAt)
        return OrderMerge(row: row, outcome: .unchanged, announcement: .nothing, changed: [])
    }
}
