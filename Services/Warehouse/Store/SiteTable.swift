import Contracts
import Messaging
import Postgres

/// SQL of `site`.
enum SiteTable {
    private static let select = Statement(
        "site_select", "SELECT code, is_open, changed_at FROM site WHERE code = ANY($1::text[])")

    private static let upsert = Statement(
        "site_upsert",
        """
        INSERT INTO site (code, is_open, changed_at)
        SELECT unnest($1::text[]), unnest($2::bool[]), unnest($3::timestamptz[])
        ON CONFLICT (code) DO UPDATE SET is_open = excluded.is_open, changed_at = excluded.changed_at
        WHERE site.changed_at <= excluded.changed_at
        """)

    static func select(_ codes: Set<String>, in transaction: inout Transaction) throws -> Ticket? {
        codes.isEmpty ? nil : try transaction.send(select, Array(codes))
    }

    static func read(_ ticket: Ticket, in transaction: inout Transaction) throws -> Table<String, SiteState> {
        var table = Table<String, SiteState>()
        for row in try transaction.read(ticket) {
            let site = SiteState(
                code: try row.string(0), isOpen: try row.bool(1),
                changedAt: Timestamp(microseconds: try row.timestamp(2)))
            table.load(site, as: site.code)
        }
        return table
    }

    static func write(_ table: Table<String, SiteState>, in transaction: inout Transaction) throws {
        let sites = (table.inserted + table.updated).sorted { $0.code < $1.code }
        guard !sites.isEmpty else { return }
        try transaction.send(
            upsert, sites.map(\.code), sites.map(\.isOpen), sites.map(\.changedAt.postgresTimestamp))
    }
}
