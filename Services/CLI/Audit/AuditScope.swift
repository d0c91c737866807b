import Contracts
import FoundationEssentials
import Messaging
import Postgres

/// What an audit is about.
struct AuditScope: Sendable {
    let session: OperatorSession
    /// The system is said to be idle: nothing may be under way.
    var isAtRest = false
    /// Only what has changed since; everything when nil.
    var since: Timestamp?
    /// Only this order.
    var order: UUID?

    /// How long something may be on its way before its absence counts, so that a live system is not accused.
    static let grace = Duration.seconds(10)

    /// For SQL: rows that changed before this are left out.
    var sinceTime: PostgresTimestamp? { since?.postgresTimestamp }

    /// An order id that is lower than those of all orders that came in since; a day of grace, since an order's id is made
    /// before it is accepted, on another machine's clock.
    var firstOrder: UUID {
        since.map { UUID.v7(at: $0 - .seconds(86_400), entropy: .zero) } ?? .zero
    }

    /// The orders that the audit is about, page by page, so that no statement holds a snapshot for long.
    func eachPage(of size: Int = 5000, _ body: ([UUID]) async throws -> Void) async throws {
        if let order { return try await body([order]) }
        try await AuditedKeys.orders.eachPage(of: size, self, body)
    }
}
