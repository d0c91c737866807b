import Contracts
import Foundation
import Postgres
import TestSupport

extension WaybillSystem {
    /// Makes orders older by some days, as if all that the coordinator knows of them had been that much earlier: their
    /// deadlines too, and the log that they are replayed from.
    func letDaysPass(_ days: Int, for externalIDs: String) async throws {
        try await database.withConnection(schema: ServiceName.saga.schema) { connection in
            try await connection.transaction { transaction in
                // Nothing of them happens in the meantime.
                _ = try transaction.run(Self.lock, externalIDs)
                for statement in Self.older { _ = try transaction.run(statement, externalIDs, Int32(days)) }
            }
        }
    }

    private static let lock = Statement(
        "test_lock",
        """
        SELECT order_id FROM saga WHERE order_id IN (SELECT order_id FROM saga_order WHERE external_id LIKE $1::text)
        ORDER BY order_id FOR UPDATE
        """)

    private static let older = [
        Statement(
            "test_older_log",
            """
            UPDATE saga_log SET at = at - make_interval(days => $2::int4),
                data = CASE WHEN data ->> 'promisedAt' IS NULL THEN data ELSE jsonb_set(
                    data::jsonb, '{promisedAt}', to_jsonb(to_char(
                        ((data ->> 'promisedAt')::timestamptz - make_interval(days => $2::int4)) AT TIME ZONE 'UTC',
                        'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))::json END
            WHERE order_id IN (SELECT order_id FROM saga_order WHERE external_id LIKE $1::text)
            """),
        Statement(
            "test_older_steps",
            """
            UPDATE saga_step SET due_at = due_at - make_interval(days => $2::int4),
                started_at = started_at - make_interval(days => $2::int4),
                finished_at = finished_at - make_interval(days => $2::int4)
            WHERE order_id IN (SELECT order_id FROM saga_order WHERE external_id LIKE $1::text)
            """),
        Statement(
            "test_older_saga",
            """
            UPDATE saga SET deadline = deadline - make_interval(days => $2::int4),
                timer_at = timer_at - make_interval(days => $2::int4)
            WHERE order_id IN (SELECT order_id FROM saga_order WHERE external_id LIKE $1::text)
            """),
        Statement(
            "test_older_timer",
            """
            UPDATE timer SET due_at = due_at - make_interval(days => $2::int4)
            WHERE order_id IN (SELECT order_id FROM saga_order WHERE external_id LIKE $1::text)
            """),
    ]
}
