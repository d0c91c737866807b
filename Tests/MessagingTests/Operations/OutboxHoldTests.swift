import Contracts
import Foundation
import Postgres
import TestSupport
import Testing
import WireJSON

@Suite("Holding the outbox for a back-up")
struct OutboxHoldTests {
    @Test("keeps confirmed rows while it lasts, and what is published again from them collapses")
    func hold() async throws {
        try await EngineHarness.with { harness in
            try await harness.running { _ in
                try await harness.database.withConnection(schema: LedgerService.name.schema) { connection in
                    try await connection.execute(
                        script: "INSERT INTO outbox_hold (until) VALUES (now() + interval '1 hour')")
                }
                // It is seen within a tick: who has asked twice since then has understood the first answer.
                var asked: Set<String> = []
                try await waitUntil("the hold is seen") {
                    asked.formUnion(
                        try await harness.texts(
                            """
                            SELECT query_start::text FROM pg_stat_activity, outbox_hold
                            WHERE datname = current_database() AND pid <> pg_backend_pid()
                              AND query LIKE '%outbox_hold WHERE until%' AND query_start > until - interval '1 hour'
                            """))
                    return asked.count >= 2
                }
                try await harness.publish((0..<50).map { _ in EngineHarness.envelope(Add(account: "x", amount: 1)) })
                try await waitUntil("all are applied") {
                    try await harness.count("SELECT coalesce(sum(entries), 0)::int8 FROM account WHERE id = 'x'") == 50
                }
                // The replies to them, of which a row may have several.
                #expect(
                    try await harness.count(
                        "SELECT sum(array_length(string_to_array(routing_key, ' '), 1))::int8 FROM outbox") == 50)
                try await harness.database.withConnection(schema: LedgerService.name.schema) { connection in
                    try await connection.execute(script: "UPDATE outbox_hold SET until = now()")
                }
                try await waitUntil("the rows go") { try await harness.count("SELECT count(*) FROM outbox") == 0 }
            }
        }
    }

    @Test("does not keep what a process that died has not sent behind its first thousand rows")
    func adopted() async throws {
        try await EngineHarness.with { harness in
            let commands = (0..<2500).map { EngineHarness.envelope(Add(account: "a\($0 % 9)", amount: 1)) }
            try await harness.database.withConnection(schema: LedgerService.name.schema) { connection in
                try await connection.execute(
                    script: "INSERT INTO outbox_hold (until) VALUES (now() + interval '1 hour')")
                try await Self.leaveBehind(commands.map(\.jsonBytes), on: connection)
            }
            try await harness.running { _ in
                try await waitUntil("all are applied") {
                    try await harness.count("SELECT coalesce(sum(entries), 0)::int8 FROM account") >= 2500
                }
                // And they are kept: with the replies to them.
                #expect(try await harness.count("SELECT count(*) FROM outbox") >= 2500)
                try await harness.database.withConnection(schema: LedgerService.name.schema) { connection in
                    try await connection.execute(script: "UPDATE outbox_hold SET until = now()")
                }
                try await waitUntil("the rows go") { try await harness.count("SELECT count(*) FROM outbox") == 0 }
            }
            #expect(try await harness.count("SELECT sum(entries)::int8 FROM account") == 2500)
        }
    }

    @Test("leaves a row that it cannot read where it is, and sends what stands behind it")
    func unreadable() async throws {
        try await EngineHarness.with { harness in
            let command = EngineHarness.envelope(Add(account: "a", amount: 1))
            try await harness.database.withConnection(schema: LedgerService.name.schema) { connection in
                try await Self.leaveBehind([Array("of a later release".utf8), command.jsonBytes], on: connection)
            }
            try await harness.running { _ in
                try await waitUntil("the readable one is applied") {
                    try await harness.count("SELECT coalesce(sum(entries), 0)::int8 FROM account") == 1
                }
                try await waitUntil("the other one is left, and shown with what came back") {
                    try await harness.count("SELECT count(*) FROM outbox WHERE returned LIKE 'it cannot be read%'") == 1
                }
                try await waitUntil("nothing else is left") {
                    try await harness.count("SELECT count(*) FROM outbox") == 1
                }
            }
        }
    }

    /// As a process that died has left them.
    private static func leaveBehind(_ envelopes: [[UInt8]], on connection: PostgresConnection) async throws {
        try await connection.query(
            Statement(
                "left_behind",
                """
                WITH writer AS (SELECT nextval('slot') AS slot)
                INSERT INTO outbox (id, exchange, routing_key, envelope)
                SELECT (slot << 32) + number, $1::text, 'returns.test', envelope
                FROM writer, unnest($2::bytea[]) WITH ORDINALITY AS m (envelope, number)
                """), Topology.commands, envelopes)
    }
}
