import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import Synchronization
import TestSupport
import Testing
import WireJSON

/// Each of these once failed.
@Suite("The engine, under trouble")
struct EngineTroubleTests {
    @Test("does not acknowledge a pack of which only a part is committed")
    func packsAreAcknowledgedWhole() async throws {
        try await EngineHarness.with { harness in
            let pack = (0..<40).map { EngineHarness.envelope(Add(account: "a\($0)", amount: 1)).jsonBytes }
            // The row is locked by somebody else, so the batch with the thirtieth envelope cannot end.
            try await harness.database.withConnection(schema: LedgerService.name.schema) { connection in
                try await connection.execute(script: "INSERT INTO account VALUES ('a30', 0, 0)")
            }
            try await harness.database.withConnection(schema: LedgerService.name.schema) { other in
                try await other.query(
                    Statement("hold", "SELECT pg_advisory_lock(4711)"))
                try await harness.database.withConnection(schema: LedgerService.name.schema) { connection in
                    try await connection.execute(
                        script: """
                            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                                PERFORM pg_advisory_xact_lock(4711); RETURN NEW; END $$;
                            CREATE TRIGGER wait BEFORE UPDATE ON account FOR EACH ROW WHEN (NEW.id = 'a30')
                            EXECUTE FUNCTION wait();
                            """)
                }
                try await harness.running { engine in
                    try await harness.publish([EnvelopeBatch.join(pack)], contentType: Envelope.batchContentType)
                    try await waitUntil("a part is committed") {
                        try await harness.count("SELECT count(*) FROM inbox") >= 15
                    }
                    // Cut now: only what was not acknowledged comes again.
                    try await waitUntil("the connections are cut", every: .milliseconds(5)) {
                        try await harness.broker.cutConnections()
                        return await engine.readiness() != nil
                    }
                    try await other.query(Statement("let_go", "SELECT pg_advisory_unlock(4711)"))
                    try await waitUntil("the rest came again") {
                        try await harness.count("SELECT coalesce(sum(entries), 0)::int8 FROM account") == 40
                    }
                }
            }
            #expect(try await harness.count("SELECT count(*) FROM inbox WHERE state = 0") == 40)
        }
    }

    @Test("reads its own queue before the timers fire that became due while it was stopped")
    func timersWaitForTheBacklog() async throws {
        try await EngineHarness.with { harness in
            try await harness.running { _ in
                try await harness.publish([EngineHarness.envelope(Later(account: "late", isFarOff: true))])
                try await waitUntil("the timer is set") { try await harness.count("SELECT count(*) FROM timer") == 1 }
            }
            try await harness.execute("UPDATE timer SET due_at = now()")
            // What makes the timer needless lies behind a backlog.
            try await harness.publish((0..<400).map { EngineHarness.envelope(Add(account: "a\($0 % 9)", amount: 1)) })
            try await harness.publish([EngineHarness.envelope(Later(account: "late", isCancelled: true))])
            // The first batch stands for longer than the patience, with all in hand that the broker may hand out; then all
            // is read. A patience that no broker under load exceeds: at each acknowledgement it has so long to go on.
            let patience = Duration.seconds(30)
            try await harness.database.withConnection(schema: LedgerService.name.schema) { other in
                try await other.execute(
                    script: """
                        CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                            PERFORM pg_advisory_xact_lock(4711); RETURN NULL; END $$;
                        CREATE TRIGGER wait AFTER INSERT ON account FOR EACH STATEMENT EXECUTE FUNCTION wait();
                        SELECT pg_advisory_lock(4711);
                        """)
                try await RunningEngine.with(
                    LedgerService.name, store: LedgerStore(), handlers: LedgerService.handlers,
                    database: harness.database, broker: harness.broker,
                    adjust: { configuration in
                        configuration.prefetch = 20
                        configuration.batchLimit = 10
                        configuration.timerPatience = patience
                    }
                ) { _ in
                    // Time itself is what is tested here.
                    try await Task.sleep(for: patience + .seconds(2))
                    try await other.execute(script: "SELECT pg_advisory_unlock(4711)")
                    try await waitUntil("all is read") {
                        try await harness.count("SELECT count(*) FROM inbox") >= 402
                    }
                }
            }
            #expect(try await harness.count("SELECT count(*) FROM account WHERE id = 'late'") == 0)
            #expect(try await harness.count("SELECT count(*) FROM timer") == 0)
        }
    }

    @Test("tells its store with each new session of the writer that what it remembers counts no more")
    func newSession() async throws {
        try await EngineHarness.with { harness in
            let sessions = Mutex(0)
            try await RunningEngine.with(
                LedgerService.name, store: LedgerStore(onForget: { sessions.withLock { $0 += 1 } }),
                handlers: LedgerService.handlers, database: harness.database, broker: harness.broker
            ) { _ in
                #expect(sessions.withLock { $0 } == 1)
                try await harness.endSessions()
                try await waitUntil("it was told") { sessions.withLock { $0 } >= 2 }
            }
        }
    }

    @Test("tells its store that nothing comes, so that it need not keep what it remembers until something does")
    func nothingComes() async throws {
        try await EngineHarness.with { harness in
            let rests = Mutex(0)
            try await RunningEngine.with(
                LedgerService.name, store: LedgerStore(onRest: { rests.withLock { $0 += 1 } }),
                handlers: LedgerService.handlers, database: harness.database, broker: harness.broker
            ) { _ in
                try await waitUntil("it is told twice") { rests.withLock { $0 } >= 2 }
            }
        }
    }

    @Test("makes no second call beside the first when the connection that claimed it is lost")
    func oneCallAtATime() async throws {
        try await EngineHarness.with { harness in
            let gateway = SlowGateway()
            try await harness.running(effects: ["call": gateway]) { _ in
                try await harness.publish([EngineHarness.envelope(Call(account: "slow"))])
                try await waitUntil("the call is under way") { gateway.calls.withLock { $0.begun } == 1 }
                try await harness.database.withConnection(schema: LedgerService.name.schema) { connection in
                    try await connection.execute(
                        script: """
                            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                            WHERE datname = current_database() AND pid <> pg_backend_pid()
                            """)
                }
                // Makes the writer notice, and take a new slot.
                try await harness.publish([EngineHarness.envelope(Add(account: "other", amount: 1))])
                try await waitUntil("the effect was claimed again") {
                    try await harness.count("SELECT count(*) FROM effect WHERE attempts > 1") == 1
                }
                gateway.calls.withLock { $0.mayEnd = true }
                try await waitUntil("the result is in") {
                    try await harness.count("SELECT count(*) FROM account WHERE id = 'slow'") == 1
                }
            }
            #expect(gateway.calls.withLock { $0.begun } == 1)
            #expect(try await harness.count("SELECT entries FROM account WHERE id = 'slow'") == 1)
        }
    }

    @Test("keeps the result of a call that is under way when it is told to stop")
    func callsEndBeforeTheEngine() async throws {
        try await EngineHarness.with { harness in
            let gateway = SlowGateway()
            try await harness.running(effects: ["call": gateway]) { _ in
                try await harness.publish([EngineHarness.envelope(Call(account: "slow"))])
                try await waitUntil("the call is under way") { gateway.calls.withLock { $0.begun } == 1 }
                // It ends only some time after the stop has begun.
                gateway.calls.withLock { $0.endsAt = .now + .milliseconds(700) }
            }
            #expect(try await harness.count("SELECT count(*) FROM account WHERE id = 'slow'") == 1)
            #expect(try await harness.count("SELECT count(*) FROM effect WHERE state = 2") == 1)
        }
    }

    @Test("ends when it is cancelled without a shutdown, though its worker waits for confirms that do not come")
    func cancelled() async throws {
        try await EngineHarness.with { harness in
            // The broker refuses whatever is published.
            for exchange in [Topology.events, Topology.publicEvents] {
                try await TestBroker.request(
                    "DELETE", "exchanges/\(harness.broker.configuration.vhost)/\(exchange)")
            }
            var configuration = EngineConfiguration(
                database: harness.database.configuration(schema: LedgerService.name.schema),
                broker: harness.broker.configuration)
            configuration.confirmWindow = 1
            // One by one: it takes long to find out for each that the broker refuses it, and longer than any stop for all.
            configuration.batchLimit = 1
            configuration.drainDeadline = .seconds(2)
            var logger = Logger(label: "engine")
            logger.logLevel = .critical
            let engine = Engine(
                service: LedgerService.name, store: LedgerStore(), handlers: LedgerService.handlers, effects: [:],
                jobs: [], configuration: configuration, logger: logger)
            let hasEnded = Mutex(false)
            let running = Task {
                try await engine.run()
                hasEnded.withLock { $0 = true }
            }
            try await harness.publish((0..<400).map { _ in EngineHarness.envelope(Add(account: "a", amount: 1)) })
            // More than twice the window is not confirmed.
            try await waitUntil("the worker waits") { try await harness.count("SELECT count(*) FROM inbox") >= 3 }
            running.cancel()
            try await waitUntil("it has ended") { hasEnded.withLock { $0 } }
            #expect(try await harness.count("SELECT count(*) FROM inbox") < 400)
        }
    }

    @Test("parks what it cannot read even when the reason quotes what no text column takes, and an empty pack")
    func unreadableReasons() async throws {
        try await EngineHarness.with { harness in
            try await harness.running { _ in
                try await harness.publish([[0], Array(#"{"id":"#.utf8) + [0], Array("{\"a\u{0}\":1}".utf8)])
                try await harness.publish([Array("[]".utf8)], contentType: Envelope.batchContentType)
                try await harness.publish([EngineHarness.envelope(Add(account: "good", amount: 1))])
                try await waitUntil("all is handled") { try await harness.count("SELECT count(*) FROM inbox") == 5 }
            }
            #expect(try await harness.count("SELECT count(*) FROM inbox WHERE state = 2") == 4)
        }
    }
}

/// Answers only when the test lets it.
private final class SlowGateway: EffectPerformer {
    struct Calls {
        var begun = 0
        var mayEnd = false
        var endsAt: ContinuousClock.Instant?
    }

    let calls = Mutex(Calls())

    func perform(_ call: EffectCall) async throws -> [UInt8] {
        calls.withLock { $0.begun += 1 }
        while !calls.withLock({ $0.mayEnd || $0.endsAt.map { $0 <= .now } ?? false }) {
            try await Task.sleep(for: .milliseconds(10))
        }
        return Array("{}".utf8)
    }
}
