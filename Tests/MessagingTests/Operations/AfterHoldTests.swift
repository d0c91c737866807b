import Contracts
import Foundation
import Logging
import Postgres
import Synchronization
import TestSupport
import Testing
import WireJSON

@testable import Messaging

@Suite("After a hold of the outbox")
struct AfterHoldTests {
    /// Stands still until it is moved: however long a round takes, no time goes by in it.
    private final class ManualClock: Sendable {
        private let time = Mutex(ContinuousClock.now)

        var now: ContinuousClock.Instant { time.withLock { $0 } }

        func move(by duration: Duration) { time.withLock { $0 = $0 + duration } }
    }

    private func sweeper(
        _ harness: EngineHarness, _ flow: Flow, _ clock: ManualClock = ManualClock(),
        published: @escaping @Sendable (Int) -> Void
    ) -> Sweeper {
        let configuration = EngineConfiguration(
            database: harness.database.configuration(schema: LedgerService.name.schema),
            broker: harness.broker.configuration)
        var logger = Logger(label: "sweeper")
        logger.logLevel = .critical
        return Sweeper(
            service: LedgerService.name, configuration: configuration,
            queue: WorkQueue(queues: LedgerService.name.queues, prefetch: 10), flow: flow,
            effects: EffectRunner(
                service: LedgerService.name, performers: [:], retryPolicy: RetryPolicy(), timeout: .seconds(60),
                logger: logger),
            jobs: [], metrics: EngineMetrics(service: LedgerService.name), logger: logger,
            publish: { published($0.count) },
            // The rows' own slot: nobody adopts them.
            writerSlot: { 7 }, checkWriter: {}, now: { clock.now })
    }

    @Test("an idle process deletes all that was confirmed in one round")
    func pieces() async throws {
        try await EngineHarness.with { harness in
            let flow = Flow(limit: 1)
            let message = try BrokerMessage(
                exchange: Topology.commands, routingKey: "k",
                bytes: EngineHarness.envelope(Add(account: "a", amount: 1)).jsonBytes)
            let ids = (1...Int64(Flow.deletedAtOnce + 1)).map { $0 }
            flow.published(ids.map { OutboxRow(id: $0, packing: [message]) })
            flow.confirmed(ids)
            await sweeper(harness, flow, published: { _ in }).sweep()
            #expect(!ids.contains { flow.isUnderWay($0) })
        }
    }

    @Test(
        "of what was confirmed no more is deleted once another hold has begun, at a stop neither",
        arguments: [false, true])
    func heldAgain(atStop: Bool) async throws {
        try await EngineHarness.with { harness in
            // Another back-up begins as soon as the first piece is deleted.
            try await harness.execute(
                """
                CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    INSERT INTO outbox_hold (until) VALUES (now() + interval '1 hour') ON CONFLICT DO NOTHING;
                    RETURN NULL; END $$;
                CREATE TRIGGER hold AFTER DELETE ON outbox FOR EACH STATEMENT EXECUTE FUNCTION hold();
                """)
            let flow = Flow(limit: 1)
            let sweeper = sweeper(harness, flow, published: { _ in })
            // Connects, and sees that nobody holds the outbox.
            await sweeper.sweep()
            let message = try BrokerMessage(
                exchange: Topology.commands, routingKey: "k",
                bytes: EngineHarness.envelope(Add(account: "a", amount: 1)).jsonBytes)
            let ids = (1...Int64(Flow.deletedAtOnce + 1)).map { $0 }
            flow.published(ids.map { OutboxRow(id: $0, packing: [message]) })
            flow.confirmed(ids)
            if atStop { await sweeper.finish() } else { await sweeper.sweep() }
            #expect(ids.count { flow.isUnderWay($0) } == 1)
        }
    }

    @Test("old rows are left to their owners for a while")
    func overdue() async throws {
        try await EngineHarness.with { harness in
            try await harness.database.withConnection(schema: LedgerService.name.schema) { connection in
                try await connection.execute(
                    script: "INSERT INTO outbox_hold (until) VALUES (now() + interval '1 hour')")
                _ = try await connection.query(
                    Statement(
                        "old",
                        """
                        INSERT INTO outbox (id, exchange, routing_key, envelope, created_at)
                        VALUES ((7::int8 << 32) + 1, $1::text, 'returns.test', $2::bytea, now() - interval '1 hour')
                        """),
                    Topology.commands, EngineHarness.envelope(Add(account: "a", amount: 1)).jsonBytes)
            }
            let published = Mutex(0)
            let clock = ManualClock()
            let sawTheHold = sweeper(harness, Flow(limit: 10), clock) { count in published.withLock { $0 += count } }
            await sawTheHold.sweep()
            try await harness.database.withConnection(schema: LedgerService.name.schema) { connection in
                try await connection.execute(script: "UPDATE outbox_hold SET until = now()")
            }
            // Slots are looked at every two seconds.
            clock.move(by: .seconds(3))
            await sawTheHold.sweep()
            #expect(published.withLock { $0 } == 0)
            // When they have had their time, anybody publishes what is still there.
            clock.move(by: .seconds(60))
            await sawTheHold.sweep()
            #expect(published.withLock { $0 } == 1)
            // As it is without a hold.
            await sweeper(harness, Flow(limit: 10)) { count in published.withLock { $0 += count } }.sweep()
            #expect(published.withLock { $0 } == 2)
        }
    }
}
