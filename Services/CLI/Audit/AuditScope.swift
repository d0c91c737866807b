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
    var since: Timestamp? {
        didSet { changes = since.map { ChangedOrders(since: $0, session: session) } }
    }
    /// What has changed since then, when it is not everything.
    private(set) var changes: ChangedOrders?
    /// The books of stock as an earlier audit has added them up, to go on from.
    var closedBooks: StockBooks?
    /// Only this order.
    var order: UUID?

    init(session: OperatorSession) {
        self.session = session
    }

    /// Leaves out what an earlier audit has seen.
    mutating func goOn(from kept: AuditState.Kept?) {
        since = kept?.mark
        closedBooks = kept?.closedBooks
    }

    /// All that there is.
    var isWhole: Bool { order == nil && since == nil }

    /// The orders that the audit is about, page by page, so that no statement holds a snapshot for long.
    func eachPage(of size: Int = 5000, _ body: ([UUID]) async throws -> Void) async throws {
        try await AuditedKeys.orders.eachPage(of: size, self, body)
    }

    /// Those of them that a service has had to do with. Of a whole audit there are none: it reads tables, not orders.
    func ordersChanged(at service: ServiceName) async throws -> [UUID] {
        if let order { return [order] }
        return try await changes?.orders(of: service) ?? []
    }
}

extension Array {
    /// In pieces of a size, the last of which may be smaller.
    func pages(of size: Int) -> some Sequence<[Element]> {
        stride(from: 0, to: count, by: size).lazy.map { Array(self[$0...].prefix(size)) }
    }
}
