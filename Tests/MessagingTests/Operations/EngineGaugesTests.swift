import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Messaging

@Suite("The engine's gauges")
struct EngineGaugesTests {
    @Test("count what waits, and say how late the latest is")
    func gauges() async throws {
        try await EngineHarness.with { harness in
            try await harness.database.withConnection(schema: LedgerService.name.schema) { connection in
                let empty = try await EngineGauges.read(from: connection)
                #expect(empty.allSatisfy { $0.value == 0 } && empty.count == 8)
                try await connection.execute(
                    script: """
                        INSERT INTO inbox (order_id, id, hash, type, source, sent_at, state, next_at, envelope)
                        SELECT gen_random_uuid(), gen_random_uuid(), '', 't', '/t', now(), state, now(), '{}'
                        FROM unnest(ARRAY[0, 1, 1, 2, 2, 2, 3]) state;
                        INSERT INTO effect (key, id, kind, order_id, state, slot, request, command)
                        SELECT gen_random_uuid()::text, gen_random_uuid(), 'k', gen_random_uuid(), state, 1, '', ''
                        FROM unnest(ARRAY[0, 1, 2, 3, 4, 5]) state;
                        INSERT INTO outbox (id, exchange, routing_key, envelope, created_at, returned)
                        VALUES (1, 'x', 'y', '', now() - interval '90 s', NULL), (2, 'x', 'y', '', now(), NULL),
                               (3, 'x', 'y', '', now() - interval '900 s', 'NO_ROUTE');
                        INSERT INTO timer (key, id, due_at, envelope)
                        VALUES ('late', gen_random_uuid(), now() - interval '40 s', ''),
                               ('early', gen_random_uuid(), now() + interval '40 s', '');
                        """)
                let read = try await EngineGauges.read(from: connection)
                let values = Dictionary(uniqueKeysWithValues: read.map { ($0.name, $0.value) })
                #expect(values["parked"] == 3 && values["retrying"] == 2)
                #expect(values["effects_open"] == 2 && values["effects_parked"] == 1)
                #expect(values["outbox_rows"] == 3 && values["outbox_returned"] == 1)
                #expect((90..<800).contains(values["outbox_oldest_seconds"] ?? 0))
                #expect((40..<800).contains(values["timers_overdue_seconds"] ?? 0))
            }
        }
    }

    @Test("are all described")
    func described() {
        let described = Set(EngineMetrics.help.map(\.label))
        for name in EngineGauges.names { #expect(described.contains("waybill_\(name)")) }
    }
}
