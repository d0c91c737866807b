import Contracts
import Foundation
import Logging
import Postgres
import TestSupport
import Testing
import WireJSON

@testable import Messaging

/// What a process that stops, or loses its broker, leaves as if it had never touched it.
@Suite("What is dropped before its turn")
struct DroppedWorkTests {
    private func sweeper(_ harness: EngineHarness, _ queue: WorkQueue) -> Sweeper {
        var configuration = EngineConfiguration(
            database: harness.database.configuration(schema: LedgerService.name.schema),
            broker: harness.broker.configuration)
        // The queue in memory has nobody to wait for.
        configuration.timerPatience = .zero
        var logger = Logger(label: "sweeper")
        logger.logLevel = .critical
        return Sweeper(
            service: LedgerService.name, configuration: configuration, queue: queue, flow: Flow(limit: 1),
            effects: EffectRunner(
                service: LedgerService.name, performers: [:], retryPolicy: RetryPolicy(), timeout: .seconds(60),
                logger: logger),
            jobs: [], metrics: EngineMetrics(service: LedgerService.name), logger: logger, publish: { _ in },
            writerSlot: { nil }, checkWriter: {})
    }

    @Test("A retry that nobody would run any more is not claimed, since a claim counts as a try")
    func retries() async throws {
        try await EngineHarness.with { harness in
            try await harness.insert(
                EngineHarness.envelope(Add(account: "a", amount: 1)),
                """
                INSERT INTO inbox (order_id, id, hash, type, source, sent_at, state, next_at, envelope)
                VALUES ($1::uuid, $1::uuid, '', $2::text, '/test', now(), 1, now(), $3::bytea)
                """)
            let queue = WorkQueue(queues: LedgerService.name.queues, prefetch: 10)
            let sweeper = sweeper(harness, queue)
            queue.close()
            await sweeper.sweep()
            #expect(try await harness.count("SELECT (attempts + unended)::int8 FROM inbox") == 0)
            #expect(try await harness.count("SELECT count(*) FROM inbox WHERE next_at <= now()") == 1)

            // As it is while somebody takes from the queue.
            let open = WorkQueue(queues: LedgerService.name.queues, prefetch: 10)
            await self.sweeper(harness, open).sweep()
            #expect(open.waitingRetries == 1)
            #expect(try await harness.count("SELECT attempts::int8 FROM inbox") == 1)
        }
    }

    @Test("A timer that was dropped with its connection, or at a stop, is not counted as a run that never ended")
    func timers() async throws {
        try await EngineHarness.with { harness in
            try await harness.insert(
                EngineHarness.envelope(Add(account: "a", amount: 1)),
                "INSERT INTO timer (key, id, due_at, envelope) VALUES ($2::text, $1::uuid, now(), $3::bytea)")
            let queue = WorkQueue(queues: LedgerService.name.queues, prefetch: 10)
            let sweeper = sweeper(harness, queue)
            for _ in 0..<4 {
                queue.beginReading()
                await sweeper.sweep()
                #expect(queue.count == 1)
                #expect(try await harness.count("SELECT runs::int8 FROM timer") == 1)
                queue.stopReading()
                #expect(queue.count == 0)
            }
            queue.beginReading()
            await sweeper.sweep()
            queue.dropDeliveries()
            queue.close()
            await sweeper.finish()
            #expect(try await harness.count("SELECT runs::int8 FROM timer") == 0)
        }
    }
}

extension EngineHarness {
    /// A row of one envelope: its id, its type and its bytes.
    fileprivate func insert(_ envelope: Envelope, _ sql: StaticString) async throws {
        try await database.withConnection(schema: LedgerService.name.schema) { connection in
            _ = try await connection.query(
                Statement("insert", sql), envelope.id, envelope.type.rawValue, envelope.jsonBytes)
        }
    }
}
