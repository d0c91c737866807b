import Contracts
import FoundationEssentials
import Postgres

/// The keys of one table as an audit walks over them: all of them page by page, those of what changed since the last audit,
/// or those of one order.
struct AuditedKeys<Key: PostgresValue & Hashable>: Sendable {
    /// How those are found that changed.
    enum Changed: Sendable {
        /// They are keys of orders that the service has had to do with. `$1`: orders.
        case ofOrders(Statement)
        /// They say when, and nothing of an order. `$1`, `$2`: from and to.
        case at(Statement)
    }

    let service: ServiceName
    /// Before every key.
    let start: Key
    /// - `$1`: the key after which the page begins; `$2`: its size. In the order of the keys.
    let page: Statement
    let changed: Changed

    /// No statement holds a snapshot for longer than a page takes.
    func eachPage(of size: Int, _ scope: AuditScope, _ body: ([Key]) async throws -> Void) async throws {
        let database = try await scope.session.database(service)
        guard !scope.isWhole else { return try await eachPageOfAll(size, database, body) }
        switch changed {
        case .ofOrders(let statement):
            for orders in try await scope.ordersChanged(at: service).pages(of: size) {
                let keys = try keys(in: try await database.query(statement, orders))
                if !keys.isEmpty { try await body(keys) }
            }
        case .at(let statement):
            guard let since = scope.since, scope.order == nil else { return }
            for slice in try await TimeSlices(from: since, on: database) {
                let keys = try keys(in: try await database.query(statement, slice.from, slice.to))
                for page in keys.pages(of: size) { try await body(page) }
            }
        }
    }

    private func eachPageOfAll(
        _ size: Int, _ database: PostgresConnection, _ body: ([Key]) async throws -> Void
    ) async throws {
        var last = start
        while true {
            let page = try keys(in: try await database.query(page, last, size))
            guard let end = page.last else { return }
            try await body(page)
            last = end
        }
    }

    private func keys(in rows: PostgresRows) throws -> [Key] { try rows.map { try $0.decode(0) } }
}

extension AuditedKeys<UUID> {
    /// In the coordinator's schema.
    static let orders = AuditedKeys(
        service: .saga, start: .zero,
        page: Statement(
            "audit_orders",
            "SELECT order_id FROM saga WHERE order_id > $1::uuid ORDER BY order_id LIMIT $2::int8"),
        changed: .ofOrders(
            Statement("audit_orders_among", "SELECT order_id FROM saga WHERE order_id = ANY($1::uuid[])")))

    /// In intake's schema: orders that the coordinator was told of.
    static let announced = AuditedKeys(
        service: .intake, start: .zero,
        page: Statement(
            "audit_announced",
            """
            SELECT id FROM intake_order
            WHERE is_announced AND received_at < now() - interval '10 seconds' AND id > $1::uuid
            ORDER BY id LIMIT $2::int8
            """),
        changed: .ofOrders(
            Statement(
                "audit_announced_among",
                """
                SELECT id FROM intake_order
                WHERE is_announced AND received_at < now() - interval '10 seconds' AND id = ANY($1::uuid[])
                """)))

    static let payments = AuditedKeys(
        service: .payment, start: .zero,
        page: Statement("audit_payments", "SELECT id FROM payment WHERE id > $1::uuid ORDER BY id LIMIT $2::int8"),
        changed: .ofOrders(
            Statement("audit_payments_of", "SELECT id FROM payment WHERE order_id = ANY($1::uuid[])")))

    static let parcels = AuditedKeys(
        service: .shipping, start: .zero,
        page: Statement("audit_parcels", "SELECT id FROM parcel WHERE id > $1::uuid ORDER BY id LIMIT $2::int8"),
        changed: .ofOrders(
            Statement("audit_parcels_of", "SELECT id FROM parcel WHERE order_id = ANY($1::uuid[])")))
}

extension AuditedKeys<String> {
    /// The sandbox provider's own books.
    static let provider = AuditedKeys(
        service: .payment, start: "",
        page: Statement(
            "audit_provider_keys", "SELECT key FROM sandbox_provider WHERE key > $1::text ORDER BY key LIMIT $2::int8"),
        changed: .at(
            Statement(
                "audit_provider_changed",
                "SELECT key FROM sandbox_provider WHERE at >= $1::timestamptz AND at < $2::timestamptz")))

    /// The sandbox carriers' own books.
    static let carrier = AuditedKeys(
        service: .shipping, start: "",
        page: Statement(
            "audit_carrier_keys",
            "SELECT key FROM sandbox_carrier_ledger WHERE key > $1::text ORDER BY key LIMIT $2::int8"),
        changed: .at(
            Statement(
                "audit_carrier_changed",
                "SELECT key FROM sandbox_carrier_ledger WHERE at >= $1::timestamptz AND at < $2::timestamptz")))
}
