import Contracts
import FoundationEssentials
import Messaging
import Postgres
import Synchronization
import TestSupport
import Testing

@Suite("What is given up, and who is told")
struct GivingUpTests {
    @Test("A local caller is told that nothing was taken when its turn does not come, and nothing is")
    func local() async throws {
        try await EngineHarness.with { harness in
            try await harness.running(adjust: { $0.localPatience = .milliseconds(200) }) { engine in
                try await harness.database.withConnection(schema: "returns") { connection in
                    // A database that is slow for as long as the test wants.
                    try await connection.execute(
                        script: """
                            CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                                PERFORM pg_advisory_xact_lock(42); RETURN NEW; END $$;
                            CREATE TRIGGER slow BEFORE INSERT ON account FOR EACH ROW EXECUTE FUNCTION slow();
                            SELECT pg_advisory_lock(42);
                            """)
                    // Under load its turn too may come too late; then nothing was taken, and it is handed in again.
                    @Sendable func submitted() async throws -> LocalReceipt {
                        while true {
                            do {
                                return try await engine.submit(
                                    Add(account: "one", amount: 1), id: UUID(), orderID: nil, channel: nil, trace: nil)
                            } catch is EngineBusy {}
                        }
                    }
                    async let first = submitted()
                    try await waitUntil("the first waits in the database") {
                        try await harness.count(
                            """
                            SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                            WHERE d.datname = current_database() AND NOT l.granted
                            """) > 0
                    }
                    await #expect(throws: EngineBusy.self) {
                        _ = try await engine.submit(
                            Add(account: "two", amount: 1), id: UUID(), orderID: nil, channel: nil, trace: nil)
                    }
                    try await connection.execute(script: "SELECT pg_advisory_unlock(42)")
                    #expect(try await first == .applied)
                }
            }
            #expect(try await harness.count("SELECT count(*) FROM account WHERE id = 'two'") == 0)
        }
    }

    @Test("A parked effect that an operator discards is answered with a refusal, and nobody is called again")
    func discarded() async throws {
        try await EngineHarness.with { harness in
            let gateway = BrokenGateway()
            try await harness.running(
                effects: ["call": gateway],
                adjust: {
                    $0.tick = .milliseconds(50)
                    $0.effectRetryPolicy = RetryPolicy(
                        base: .milliseconds(1), cap: .milliseconds(2), maximumAttempts: 2)
                }
            ) { _ in
                try await harness.publish([EngineHarness.envelope(Call(account: "broken"))])
                try await waitUntil("parked") {
                    try await harness.count("SELECT count(*) FROM effect WHERE state = 4") == 1
                }
                let id = try await harness.texts("SELECT id::text FROM effect")[0]
                try await harness.publish([
                    EngineHarness.envelope(
                        DiscardParked(ids: [try #require(UUID(uuidString: id))], reason: "by hand", actor: "tester"))
                ])
                try await waitUntil("the service has heard") {
                    try await harness.count("SELECT count(*) FROM account WHERE balance = -1") == 1
                }
            }
            #expect(gateway.calls.withLock { $0 } == 2)
            #expect(try await harness.texts("SELECT reason FROM effect WHERE state = 3") == ["discarded"])
        }
    }

    @Test("What undoes is called for as long as it takes")
    func insistent() async throws {
        try await EngineHarness.with { harness in
            let gateway = BrokenGateway(isInsistent: true)
            try await harness.running(
                effects: ["call": gateway],
                adjust: {
                    $0.tick = .milliseconds(50)
                    $0.effectRetryPolicy = RetryPolicy(
                        base: .milliseconds(1), cap: .milliseconds(2), maximumAttempts: 2)
                }
            ) { _ in
                try await harness.publish([EngineHarness.envelope(Call(account: "broken"))])
                try await waitUntil("called more often than others are") { gateway.calls.withLock { $0 } > 4 }
            }
            #expect(try await harness.count("SELECT count(*) FROM effect WHERE state = 4") == 0)
        }
    }

    @Test("What the other side has no room for yet is called again when it says, however often")
    func limited() async throws {
        try await EngineHarness.with { harness in
            let gateway = BrokenGateway(
                EffectFailure(
                    code: "limited", message: "HTTP 429", isFinal: false, retryAfter: .milliseconds(1), isLimit: true))
            try await harness.running(
                effects: ["call": gateway],
                adjust: {
                    $0.tick = .milliseconds(50)
                    // By itself it would wait for an hour, then be parked.
                    $0.effectRetryPolicy = RetryPolicy(base: .seconds(3600), cap: .seconds(3600), maximumAttempts: 2)
                }
            ) { _ in
                try await harness.publish([EngineHarness.envelope(Call(account: "busy"))])
                try await waitUntil("called more often than others are") { gateway.calls.withLock { $0 } > 4 }
            }
            #expect(try await harness.count("SELECT count(*) FROM effect WHERE state = 4") == 0)
        }
    }

    @Test("Another content with an id that was used is parked, and the first one's answer is not given to it")
    func differs() async throws {
        try await EngineHarness.with { harness in
            let id = UUID()
            // Counts what is written to the outbox, whose rows go when they are confirmed.
            try await harness.database.withConnection(schema: "returns") { connection in
                try await connection.execute(
                    script: """
                        CREATE SEQUENCE outbox_probe;
                        CREATE FUNCTION probe() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                            PERFORM nextval('outbox_probe'); RETURN NEW; END $$;
                        CREATE TRIGGER probe AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION probe();
                        """)
            }
            try await harness.running { _ in
                try await harness.publish([EngineHarness.envelope(Add(account: "a", amount: 1), id: id)])
                try await waitUntil("applied") { try await harness.count("SELECT count(*) FROM account") == 1 }
                let answers = try await harness.count("SELECT last_value FROM outbox_probe")
                try await harness.publish([EngineHarness.envelope(Add(account: "a", amount: 2), id: id)])
                try await waitUntil("parked") {
                    try await harness.count("SELECT count(*) FROM inbox WHERE state = 2") == 1
                }
                #expect(try await harness.count("SELECT last_value FROM outbox_probe") == answers)
                try await harness.publish([EngineHarness.envelope(Add(account: "a", amount: 1), id: id)])
                try await waitUntil("the repeat is answered") {
                    try await harness.count("SELECT last_value FROM outbox_probe") == answers + 1
                }
            }
        }
    }
}

private final class BrokenGateway: EffectPerformer {
    let calls = Mutex(0)
    let isInsistent: Bool
    private let failure: EffectFailure

    init(
        _ failure: EffectFailure = EffectFailure(code: "down", message: "not there", isFinal: false),
        isInsistent: Bool = false
    ) {
        self.failure = failure
        self.isInsistent = isInsistent
    }

    func perform(_ call: EffectCall) async throws -> [UInt8] {
        calls.withLock { $0 += 1 }
        throw failure
    }
}
