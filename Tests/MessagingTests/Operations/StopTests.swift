import Contracts
import Foundation
import Messaging
import Postgres
import TestSupport
import Testing
import WireJSON

@Suite("A stop with much waiting")
struct StopTests {
    @Test("leaves what it did not begin to the next process, and nothing in the outbox")
    func stop() async throws {
        try await EngineHarness.with { harness in
            try await harness.slowDown(seconds: 0.5)
            let packs = (0..<120).map { _ in
                EnvelopeBatch.join(
                    (0..<50).map { EngineHarness.envelope(Add(account: "a\($0 % 7)", amount: 1)).jsonBytes })
            }
            try await harness.publish(packs, contentType: Envelope.batchContentType)
            try await harness.run { configuration in
                // All of it would take five minutes and more.
                configuration.batchLimit = 10
                configuration.prefetch = 300
                configuration.drainDeadline = .seconds(40)
            }
            #expect(try await harness.applied < 6000)
            #expect(try await harness.count("SELECT count(*) FROM outbox") == 0)

            try await harness.speedUp()
            try await harness.running { _ in
                try await waitUntil("the rest came again") { try await harness.applied >= 6000 }
            }
            #expect(try await harness.applied == 6000)
        }
    }

    @Test("no timer fires any more, since what makes it needless may be what the broker keeps")
    func timers() async throws {
        try await EngineHarness.with { harness in
            try await harness.running { _ in
                try await harness.publish([EngineHarness.envelope(Later(account: "late", isFarOff: true))])
                try await waitUntil("the timer is set") { try await harness.count("SELECT count(*) FROM timer") == 1 }
            }
            try await harness.execute("UPDATE timer SET due_at = now()")
            try await harness.slowDown(seconds: 1)
            try await harness.publish((0..<40).map { _ in EngineHarness.envelope(Add(account: "a", amount: 1)) })
            try await harness.publish([EngineHarness.envelope(Later(account: "late", isCancelled: true))])
            try await harness.run { configuration in
                configuration.batchLimit = 1
                configuration.prefetch = 12
                // Longer than a broker under load takes to go on, and shorter than the stop, which ends what is in hand.
                configuration.timerPatience = .seconds(8)
            }
            #expect(try await harness.count("SELECT count(*) FROM timer") == 1)

            try await harness.speedUp()
            try await harness.running(adjust: { $0.timerPatience = .seconds(60) }) { _ in
                try await waitUntil("the timer is taken back") {
                    try await harness.count("SELECT count(*) FROM timer") == 0
                }
            }
            #expect(try await harness.count("SELECT count(*) FROM account WHERE id = 'late'") == 0)
            #expect(try await harness.applied == 40)
        }
    }
}

extension EngineHarness {
    fileprivate var applied: Int {
        get async throws { try await count("SELECT coalesce(sum(entries), 0)::int8 FROM account") }
    }

    /// Each batch takes so long.
    fileprivate func slowDown(seconds: Double) async throws {
        try await execute(
            """
            CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                PERFORM pg_sleep(\(seconds)); RETURN NULL; END $$;
            CREATE TRIGGER slow AFTER INSERT OR UPDATE ON account FOR EACH STATEMENT EXECUTE FUNCTION slow();
            """)
    }

    fileprivate func speedUp() async throws {
        try await execute("DROP TRIGGER slow ON account")
    }

    /// An engine that is stopped when it has begun with what is there.
    fileprivate func run(adjust: (inout EngineConfiguration) -> Void) async throws {
        try await RunningEngine.with(
            LedgerService.name, store: LedgerStore(), handlers: LedgerService.handlers, database: database,
            broker: broker, adjust: adjust
        ) { _ in
            try await waitUntil("it is in the middle of it") { try await applied > 0 }
        }
    }
}
