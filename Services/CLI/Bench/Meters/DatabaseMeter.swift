import Contracts
import Postgres

/// What the database counts of its own work.
struct DatabaseMeter: Sendable {
    struct Reading: Sendable {
        var commits: Int64 = 0
        var rollbacks: Int64 = 0
        var logBytes: Int64 = 0
        var bytes: Int64 = 0
        /// By `schema.table`.
        var tables: [String: Rows] = [:]
        /// By the server's own id of each; empty without pg_stat_statements.
        var statements: [String: Statements] = [:]
    }

    struct Rows: Sendable {
        var inserted: Int64
        var updated: Int64
        /// Of the updated, those that touched no index.
        var updatedInPlace: Int64
        var deleted: Int64

        var written: Int64 { inserted + updated + deleted }
    }

    struct Statements: Sendable {
        var role: String
        var text: String
        var calls: Int64
        var milliseconds: Double
        var rows: Int64
    }

    let session: OperatorSession

    private static let totals = Statement(
        "bench_totals",
        """
        SELECT d.xact_commit, d.xact_rollback, w.wal_bytes::int8, pg_database_size(d.datname)
        FROM pg_stat_database d, pg_stat_wal w WHERE d.datname = current_database()
        """)

    private static let tables = Statement(
        "bench_tables",
        """
        SELECT schemaname::text || '.' || relname::text, n_tup_ins, n_tup_upd, n_tup_hot_upd, n_tup_del
        FROM pg_stat_user_tables
        """)

    private static let hasStatements = Statement(
        "bench_has_statements", "SELECT to_regclass('public.pg_stat_statements') IS NOT NULL")

    private static let statements = Statement(
        "bench_statements",
        """
        SELECT s.userid::text || '/' || s.queryid::text || '/' || s.toplevel::text, r.rolname::text,
               left(regexp_replace(s.query, '\\s+', ' ', 'g'), 160), s.calls, s.total_exec_time, s.rows
        FROM public.pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
        WHERE s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        """)

    private static let settings = Statement(
        "bench_settings",
        """
        SELECT name, setting FROM pg_settings
        WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'server_version') ORDER BY name
        """)

    func read() async throws -> Reading {
        let database = try await session.administration(.saga)
        var reading = Reading()
        if let row = try await database.query(Self.totals).first {
            (reading.commits, reading.rollbacks) = (try row.int64(0), try row.int64(1))
            (reading.logBytes, reading.bytes) = (try row.int64(2), try row.int64(3))
        }
        for row in try await database.query(Self.tables) {
            reading.tables[try row.string(0)] = Rows(
                inserted: try row.int64(1), updated: try row.int64(2), updatedInPlace: try row.int64(3),
                deleted: try row.int64(4))
        }
        guard try await database.query(Self.hasStatements).first?.bool(0) == true else { return reading }
        for row in try await database.query(Self.statements) {
            reading.statements[try row.string(0)] = Statements(
                role: try row.string(1), text: try row.string(2), calls: try row.int64(3),
                milliseconds: try row.double(4), rows: try row.int64(5))
        }
        return reading
    }

    func durability() async throws -> [(String, String)] {
        try await session.administration(.saga).query(Self.settings).map { (try $0.string(0), try $0.string(1)) }
    }
}
