import Postgres

/// The state of a service's engine, in any service's schema.
enum EngineQueries {
    /// Ages in seconds; 0 when there is nothing.
    static let state = Statement(
        "engine_state",
        """
        SELECT (SELECT count(*) FROM outbox),
               (SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 FROM outbox),
               (SELECT count(*) FROM outbox WHERE returned IS NOT NULL),
               (SELECT count(*) FROM timer),
               (SELECT coalesce(extract(epoch FROM now() - min(due_at)), 0)::float8 FROM timer WHERE due_at < now()),
               (SELECT count(*) FROM effect WHERE state IN (0, 1)),
               (SELECT count(*) FROM effect WHERE state = 4),
               (SELECT count(*) FROM inbox WHERE state = 1),
               (SELECT count(*) FROM inbox WHERE state = 2)
        """)
}
