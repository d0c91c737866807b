import Contracts
import FoundationEssentials
import Postgres

/// The keys of one table as an audit walks over them: all of them page by page, those of rows that changed since the last
/// audit, or those of one order.
struct AuditedKeys<Key: PostgresValue & Hashable>: Sendable {
    let service: ServiceName
    /// Before every key.
    let start: Key
    /// - `$1`: the key after which the page begins; `$2`: its size. In the order of the keys.
    let page: Statement
    /// - `$1`: a time. In no order: it reads the table once, since no index is worth its keeping for this.
    let changed: Statement
    /// - `$1`: an order; nil where rows are of no order.
    var ofOrder: Statement?

    /// No statement holds a snapshot for longer than a page, or the one reading of what changed, takes.
    func eachPage(of size: Int, _ scope: AuditScope, _ body: ([Key]) async throws -> Void) async throws {
        let database = try await scope.session.database(service)
        if let order = scope.order {
            guard let ofOrder else { return }
            return try await body(try keys(in: try await database.query(ofOrder, order)))
        }
        guard let since = scope.sinceTime else {
            var last = start
            while true {
                let page = try keys(in: try await database.query(self.page, last, size))
                guard let end = page.last else { return }
                try await body(page)
                last = end
            }
        }
        let all = try keys(in: try await database.query(changed, since))
        for start in stride(from: 0, to: all.count, by: size) {
            try await body(Array(all[start...].prefix(size)))
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
        changed: Statement("audit_orders_changed", "SELECT order_id FROM saga WHERE updated_at >= $1::timestamptz"))

    static let payments = AuditedKeys(
        service: .payment, start: .zero,
        page: Statement("audit_payments", "SELECT id FROM payment WHERE id > $1::uuid ORDER BY id LIMIT $2::int8"),
        changed: Statement("audit_payments_changed", "SELECT id FROM payment WHERE updated_at >= $1::timestamptz"),
        ofOrder: Statement("audit_payments_of", "SELECT id FROM payment WHERE order_id = $1::uuid"))

    static let parcels = AuditedKeys(
        service: .shipping, start: .zero,
        page: Statement("audit_parcels", "SELECT id FROM parcel WHERE id > $1::uuid ORDER BY id LIMIT $2::int8"),
        changed: Statement("audit_parcels_changed", "SELECT id FROM parcel WHERE updated_at >= $1::timestamptz"),
        ofOrder: Statement("audit_parcels_of", "SELECT id FROM parcel WHERE order_id = $1::uuid"))
}

extension AuditedKeys<String> {
    /// The sandbox provider's own books.
    static let provider = AuditedKeys(
        service: .payment, start: "",
        page: Statement(
            "audit_provider_keys", "SELECT key FROM sandbox_provider WHERE key > $1::text ORDER BY key LIMIT $2::int8"),
        changed: Statement("audit_provider_changed", "SELECT key FROM sandbox_provider WHERE at >= $1::timestamptz"))

    /// The sandbox carriers' own books.
    static let carrier = AuditedKeys(
        service: .shipping, start: "",
        page: Statement(
            "audit_carrier_keys",
            "SELECT key FROM sandbox_carrier_ledger WHERE key > $1::text ORDER BY key LIMIT $2::int8"),
        changed: Statement(
            "audit_carrier_changed", "SELECT key FROM sandbox_carrier_ledger WHERE at >= $1::timestamptz"))
}
