import Postgres
import TestSupport
import Testing

/// Rows as a shop has them after a while: enough that no plan reads a table from end to end because it is small.
enum AuditedHistory {
    static let newOrders = 20

    private static let tables = [
        "saga.saga", "saga.saga_log", "saga.saga_step", "saga.inbox", "payment.payment", "payment.inbox",
        "payment.effect", "payment.sandbox_provider", "inventory.stock_movement", "inventory.reservation_line",
        "inventory.reservation", "shipping.parcel", "shipping.inbox", "shipping.sandbox_carrier_ledger",
        "order_intake.intake_order", "order_intake.sent",
    ]

    /// 20,000 orders, one a minute; the last of them are new.
    private static let script = """
        CREATE TEMP TABLE o AS
            SELECT n, ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid AS id,
                   now() - CASE WHEN n > 19980 THEN interval '1 minute'
                                ELSE (20001 - n) * interval '1 minute' + interval '1 hour' END AS at
            FROM generate_series(1, 20000) n;
        INSERT INTO saga.saga (order_id, version, phase, plan, headline, is_on_hold, authorised, captured, voided,
            refunded, updated_at)
            SELECT id, 0, 'closed', 'card', 'delivered', false, 500, 500, 0, 0, at FROM o ORDER BY n;
        INSERT INTO saga.saga_log (order_id, seq, message_id, type, epoch, data, at, verdict, sent)
            SELECT id, s, id, 'x', 0, '{}', at, 'applied', '[]' FROM o, generate_series(1, 8) s ORDER BY n, s;
        INSERT INTO saga.saga_step (order_id, position, step, unit, status, epoch, attempts, started_at)
            SELECT id, s, 'fulfil', id, 'done', 0, 1, at FROM o, generate_series(0, 8) s ORDER BY n, s;
        INSERT INTO payment.payment (id, order_id, version, state, custody, channel, shop, method, amount, currency,
            authorised, captured, voided, refunded, placed_at, verdict, score, findings)
            SELECT id, id, 1, 'captured', 'gateway', 'web', 'main', 'card', 500, 'EUR', 500, 500, 0, 0, at, 'pass', 0, '[]'
            FROM o ORDER BY n;
        INSERT INTO payment.effect (key, id, kind, order_id, state, request, command, finished_at)
            SELECT 'k' || n, id, 'x', id, 2, '', '', at FROM o ORDER BY n;
        INSERT INTO payment.sandbox_provider (key, kind, reference, amount, currency, is_done, answer, at)
            SELECT 'capture/' || id || '/1', 'capture', 'r' || n, 500, 'EUR', true, '{}', at FROM o ORDER BY n;
        INSERT INTO inventory.site VALUES ('IST', 'x', 'auto', '{}', 'TR', 0, 0, true);
        INSERT INTO inventory.article VALUES ('TEA', 'Tea', NULL, 1, 1, 1, 1, 0);
        INSERT INTO inventory.stock_balance (sku, site, on_hand, reserved, safety, version)
            VALUES ('TEA', 'IST', 20000, 0, 0, 1);
        INSERT INTO inventory.stock_movement (sku, site, kind, on_hand, reserved, reference, message_id, at)
            SELECT 'TEA', 'IST', 'receive', 1, 0, 'x', id, at FROM o ORDER BY n;
        INSERT INTO inventory.reservation (id, order_id, state, version)
            SELECT id, id, 'consumed', 1 FROM o ORDER BY n;
        INSERT INTO inventory.reservation_line (reservation_id, line_id, site, sku, position, quantity, consumed)
            SELECT id, '1', 'IST', 'TEA', 0, 1, 1 FROM o ORDER BY n;
        INSERT INTO shipping.parcel (id, order_id, state, command, tracking, updated_at)
            SELECT id, id, 'void', '{}', '{}', at FROM o ORDER BY n;
        INSERT INTO shipping.sandbox_carrier_ledger (key, operation, tracking_number, at)
            SELECT 'label/' || id || '/0', 'label', 'WB' || n, at FROM o ORDER BY n;
        INSERT INTO order_intake.intake_order (channel, shop, external_id, id, content, content_hash, is_announced,
            channel_updated_at, currency, total, payment_state, version, received_at)
            SELECT 'web', 'main', n::text, id, jsonb_build_object('id', id, 'externalId', n::text), '0123456789abcdef',
                   true, at, 'EUR', 500, 'paid', 1, at FROM o ORDER BY n;
        INSERT INTO order_intake.sent (order_id, id, type, exchange, routing_key, at)
            SELECT id, id, 'x', 'x', 'x', at FROM o ORDER BY n;
        DO $$
        DECLARE service text;
        BEGIN
            FOREACH service IN ARRAY ARRAY['saga', 'payment', 'shipping'] LOOP
                EXECUTE format('INSERT INTO %I.inbox (order_id, id, hash, type, source, sent_at, received_at)
                    SELECT id, id, '''', ''waybill.x.y.v1'', ''/operator/x'', at, at FROM o ORDER BY n', service);
            END LOOP;
        END $$;
        """

    static func write(to database: TestDatabase) async throws {
        try await database.withConnection(schema: "public") { connection in
            try await connection.execute(script: script)
            // What is not summarised by now would be later, and counted as reading.
            try await connection.execute(script: "VACUUM (ANALYZE)")
        }
    }

    private static let read = Statement(
        "test_rows_read",
        """
        SELECT schemaname || '.' || relname, seq_tup_read FROM pg_stat_user_tables
        WHERE schemaname || '.' || relname = ANY($1::text[])
        """)

    private static let readers = Statement(
        "test_readers",
        """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'waybill operator'
        """)

    /// A session counts with the others when it has ended.
    static func rowsReadInSequence(_ database: TestDatabase) async throws -> [String: Int64] {
        try await database.withConnection(schema: "public") { connection in
            try await waitUntil("the readers have gone") { try await connection.query(readers).first?.int(0) == 0 }
            return Dictionary(
                uniqueKeysWithValues: try await connection.query(read, tables).map {
                    (try $0.string(0), try $0.int64(1))
                })
        }
    }
}
