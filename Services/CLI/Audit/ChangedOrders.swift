import Contracts
import FoundationEssentials
import Postgres

/// The orders that each service has had to do with since the last audit, found by indexes of block ranges on what is only
/// ever added: however many orders there are, what did not change is not read.
actor ChangedOrders {
    let since: Timestamp
    private let session: OperatorSession
    /// Asked for by several invariants, and the same for all of them.
    private var known: [ServiceName: [UUID]] = [:]

    init(since: Timestamp, session: OperatorSession) {
        self.since = since
        self.session = session
    }

    /// In any service's schema: by its messages, by what became of its effects, and by what it sent of itself.
    private static let touched = Statement(
        "audit_changed",
        """
        SELECT order_id FROM inbox WHERE received_at >= $1::timestamptz AND received_at < $2::timestamptz
        UNION SELECT order_id FROM effect WHERE finished_at >= $1::timestamptz AND finished_at < $2::timestamptz
        UNION SELECT order_id FROM sent WHERE at >= $1::timestamptz AND at < $2::timestamptz
        """)

    /// In the coordinator's schema: its timers come through no inbox, but what they do is in the log.
    private static let logged = Statement(
        "audit_changed_log",
        "SELECT DISTINCT order_id FROM saga_log WHERE at >= $1::timestamptz AND at < $2::timestamptz")

    /// Sorted, each once.
    func orders(of service: ServiceName) async throws -> [UUID] {
        if let orders = known[service] { return orders }
        let database = try await session.database(service)
        var found: Set<UUID> = []
        for slice in try await TimeSlices(from: since, on: database) {
            for statement in service == .saga ? [Self.touched, Self.logged] : [Self.touched] {
                for row in try await database.query(statement, slice.from, slice.to) { found.insert(try row.uuid(0)) }
            }
        }
        // Messages of no order.
        found.remove(.zero)
        let orders = found.sorted()
        known[service] = orders
        return orders
    }
}
