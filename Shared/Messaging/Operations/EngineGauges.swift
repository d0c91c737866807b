import Postgres

/// What waits in the engine's tables, for `/metrics`. One statement, answered from partial indexes and from tables
/// that are small when all is well; every process of a service reports the same figures.
enum EngineGauges {
    private static let statement = Statement(
        "engine_gauges",
        """
        SELECT (SELECT count(*) FROM inbox WHERE state = 2)::float8,
               (SELECT count(*) FROM inbox WHERE state = 1)::float8,
               (SELECT count(*) FROM effect WHERE state = 4)::float8,
               (SELECT count(*) FROM effect WHERE state IN (0, 1))::float8,
               o.rows, o.oldest, o.returned,
               (SELECT coalesce(greatest(0, extract(epoch FROM now() - min(due_at))), 0) FROM timer)::float8
        FROM (SELECT count(*)::float8 AS rows,
                     coalesce(greatest(0, extract(epoch FROM now() - min(created_at) FILTER (WHERE returned IS NULL))),
                              0)::float8 AS oldest,
                     count(*) FILTER (WHERE returned IS NOT NULL)::float8 AS returned
              FROM outbox) o
        """)

    /// In the order of the columns.
    static let names = [
        "parked", "retrying", "effects_parked", "effects_open", "outbox_rows", "outbox_oldest_seconds",
        "outbox_returned", "timers_overdue_seconds",
    ]

    static func record(from database: PostgresConnection, _ metrics: EngineMetrics) async throws {
        for (name, value) in try await read(from: database) { metrics.gauge(name, value) }
    }

    static func read(from database: PostgresConnection) async throws -> [(name: String, value: Double)] {
        guard let row = try await database.query(statement).first else { return [] }
        return try names.enumerated().map { column, name in (name, try row.double(column)) }
    }
}
