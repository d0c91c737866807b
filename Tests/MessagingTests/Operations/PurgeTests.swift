import Contracts
import Foundation
import Messaging
import Postgres
import TestSupport
import Testing

@Suite("The purge")
struct PurgeTests {
    /// Makes a database of the past: orders of 100 days ago, each with two messages, and what keeps some of them.
    private static let past: StaticString = """
        CREATE FUNCTION made(age interval, n int) RETURNS uuid LANGUAGE sql AS $$
            SELECT (substr(t, 1, 8) || '-' || substr(t, 9, 4) || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid
            FROM (SELECT lpad(to_hex((extract(epoch FROM now() - age) * 1000)::int8), 12, '0') AS t) x $$;

        -- 1...300 are over; 301 is parked, 302 retrying, 303 has an effect, 304 a timer, 305 heard something lately.
        INSERT INTO inbox (order_id, id, hash, type, source, sent_at, received_at)
        SELECT made('100 days', n), gen_random_uuid(), '', 't', '/t', now(), now() - interval '99 days'
        FROM generate_series(1, 305) n, generate_series(1, 2);
        UPDATE inbox SET state = 2, envelope = '{}' WHERE id = (SELECT id FROM inbox WHERE order_id = made('100 days', 301) LIMIT 1);
        UPDATE inbox SET state = 1, envelope = '{}', next_at = now() + interval '1 day'
            WHERE id = (SELECT id FROM inbox WHERE order_id = made('100 days', 302) LIMIT 1);
        INSERT INTO effect (key, id, kind, order_id, next_at, request, command)
            VALUES ('open', gen_random_uuid(), 'nobody', made('100 days', 303), now() + interval '1 day', '{}', '{}');
        INSERT INTO timer (key, id, due_at, envelope, order_id)
            VALUES ('later', gen_random_uuid(), now() + interval '1 day', '{}', made('100 days', 304));
        UPDATE inbox SET received_at = now() WHERE id = (SELECT id FROM inbox WHERE order_id = made('100 days', 305) LIMIT 1);

        -- Without an order, with an id that carries no time, and young.
        INSERT INTO inbox (order_id, id, hash, type, source, sent_at, received_at)
        SELECT '00000000-0000-0000-0000-000000000000', gen_random_uuid(), '', 'none', '/t', now(), now() - a
        FROM unnest(ARRAY[interval '99 days', interval '1 day']) a, generate_series(1, 10);
        INSERT INTO inbox (order_id, id, hash, type, source, sent_at, received_at)
        VALUES ('f0000000-0000-4000-8000-000000000000', gen_random_uuid(), '', 'odd', '/t', now(), now() - interval '99 days');
        INSERT INTO inbox (order_id, id, hash, type, source, sent_at)
        SELECT made('1 day', n), gen_random_uuid(), '', 'young', '/t', now() FROM generate_series(1, 20) n;

        INSERT INTO reply (command_id, message_id, exchange, routing_key, envelope)
            SELECT id, gen_random_uuid(), 'x', 'y', '{}' FROM inbox;
        INSERT INTO effect (key, id, kind, order_id, state, request, command, finished_at)
        SELECT 'done/' || n, gen_random_uuid(), 'nobody', made('100 days', n), 2, '{}', '{}', now() - interval '99 days'
        FROM generate_series(295, 305) n;
        """

    @Test("lets go what is old and over, with its replies, and keeps whatever somebody may still ask for")
    func purge() async throws {
        try await EngineHarness.with { harness in
            try await harness.database.withConnection(schema: LedgerService.name.schema) { connection in
                try await connection.execute(script: Self.past.description)
            }
            try await RunningEngine.with(
                LedgerService.name, store: LedgerStore(), handlers: LedgerService.handlers, database: harness.database,
                broker: harness.broker,
                adjust: { configuration in
                    configuration.retention.interval = .milliseconds(200)
                    configuration.retention.chunk = 37
                }
            ) { _ in
                try await waitUntil("what is over is gone") {
                    try await harness.count("SELECT count(*) FROM inbox WHERE type = 't'") <= 10
                }
                try await waitUntil("a later round took the effects") {
                    try await harness.count("SELECT count(*) FROM effect WHERE state = 2") <= 5
                }
            }
            #expect(try await harness.count("SELECT count(*) FROM inbox WHERE type = 't'") == 10)
            #expect(try await harness.count("SELECT count(DISTINCT order_id) FROM inbox WHERE type = 't'") == 5)
            #expect(try await harness.count("SELECT count(*) FROM inbox WHERE type = 'none'") == 10)
            #expect(try await harness.count("SELECT count(*) FROM inbox WHERE type = 'odd'") == 0)
            #expect(try await harness.count("SELECT count(*) FROM inbox WHERE type = 'young'") == 20)
            #expect(try await harness.count("SELECT count(*) FROM reply") == 40)
            #expect(try await harness.count("SELECT count(*) FROM effect WHERE state = 2") == 5)
            #expect(try await harness.count("SELECT count(*) FROM effect WHERE state = 0") == 1)
            #expect(try await harness.count("SELECT count(*) FROM timer") == 1)
        }
    }

    @Test("is done by one process at a time, once an interval")
    func onceAnInterval() async throws {
        try await EngineHarness.with { harness in
            try await harness.running(engines: 3) { _ in
                try await waitUntil("a round began") { try await harness.count("SELECT count(*) FROM job") == 1 }
                let begun = try await harness.texts("SELECT begun_at::text FROM job")
                try await Task.sleep(for: .milliseconds(300))
                #expect(try await harness.texts("SELECT begun_at::text FROM job") == begun)
            }
        }
    }
}
