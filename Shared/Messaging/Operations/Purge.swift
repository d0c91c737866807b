import Contracts
import FoundationEssentials
import Postgres
import Synchronization

/// Deletes what the retention lets go, page by page.
///
/// Order ids are UUIDv7, so what is old lies at the front of the inbox: a round reads the front up to the cut-off (the
/// rows without an order come first of all) and then what lies beyond today, which is ids that carry no time. What is
/// young is not read at all.
final class Purge: Sendable {
    private enum Place: Hashable {
        /// Where the round begins.
        case start
        case inbox(after: UUID, id: UUID, before: UUID, isLast: Bool)
        case effect(after: String)
    }

    private static let highest = UUID(bytes: Array(repeating: 0xFF, count: 16)[...])

    private let retention: Retention
    private let place = Mutex(Place.start)

    init(_ retention: Retention) {
        self.retention = retention
    }

    var job: RecurringJob {
        .inSteps(name: "purge", interval: retention.interval) { transaction in try self.step(&transaction) }
    }

    /// One page.
    /// - Returns: whether the round goes on.
    private func step(_ transaction: inout Transaction) throws -> Bool {
        // Moved on only when the page was read; a page that is repeated because the commit failed does no harm, and one
        // that is left out comes in the next round.
        let next = try next(after: place.withLock { $0 }, &transaction)
        place.withLock { $0 = next }
        return next != .start
    }

    private func next(after place: Place, _ transaction: inout Transaction) throws -> Place {
        switch place {
        case .start:
            let now = Timestamp(microseconds: try transaction.run(PurgeStore.now).first?.timestamp(0) ?? 0)
            let before = Self.boundary(now, retention.inbox)
            return try inbox(after: .zero, .zero, before: before, isLast: false, &transaction)
        case .inbox(let order, let id, let before, let isLast):
            return try inbox(after: order, id, before: before, isLast: isLast, &transaction)
        case .effect(let key):
            let rows = try transaction.run(
                PurgeStore.effect, key, retention.effect.wholeMicroseconds, Int64(retention.chunk))
            guard let row = rows.first else { return .start }
            return .effect(after: try row.string(0))
        }
    }

    private func inbox(
        after order: UUID, _ id: UUID, before: UUID, isLast: Bool, _ transaction: inout Transaction
    ) throws -> Place {
        let rows = try transaction.run(
            PurgeStore.inbox, order, id, before, retention.inbox.wholeMicroseconds, Int64(retention.chunk))
        if let row = rows.first {
            return .inbox(after: try row.uuid(0), id: try row.uuid(1), before: before, isLast: isLast)
        }
        guard !isLast else { return .effect(after: "") }
        let now = Timestamp(microseconds: try transaction.run(PurgeStore.now).first?.timestamp(0) ?? 0)
        // A day of grace for clocks that are ahead of the database's.
        let beyond = Self.boundary(now, .seconds(-86_400))
        return .inbox(after: beyond, id: .zero, before: Self.highest, isLast: true)
    }

    /// The lowest id that could have been made at this time.
    private static func boundary(_ now: Timestamp, _ age: Duration) -> UUID {
        .v7(at: Timestamp(microseconds: max(0, now.microseconds - age.wholeMicroseconds)), entropy: .zero)
    }
}
