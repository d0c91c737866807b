import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import TestSupport
import Testing
import WireJSON

@Suite("What is delivered again and again")
struct RedeliveryTests {
    @Test("A pack delivered three times is taken apart into retries of its own, and every envelope applied once")
    func packTakenApart() async throws {
        try await EngineHarness.with { harness in
            var bodies = (0..<12).map { _ in EngineHarness.envelope(Add(account: "packed", amount: 1)).jsonBytes }
            bodies.insert(EngineHarness.envelope(Add(account: "bad", amount: 2_000_000)).jsonBytes, at: 4)
            try await harness.publish([EnvelopeBatch.join(bodies)], contentType: Envelope.batchContentType)
            try await harness.deliverInVain(times: 3)
            try await harness.running { _ in
                try await waitUntil("all applied") {
                    try await harness.count("SELECT coalesce(sum(entries), 0)::int8 FROM account") == 12
                }
                try await waitUntil("the bad one parked") {
                    try await harness.count("SELECT count(*) FROM inbox WHERE state = 2") == 1
                }
            }
            #expect(try await harness.count("SELECT count(*) FROM inbox WHERE reason LIKE 'suspect%'") == 12)
            #expect(try await harness.count("SELECT count(*) FROM inbox WHERE state = 0 AND attempts = 1") == 12)
        }
    }

    @Test("A pack delivered fewer times runs as it is")
    func packWhole() async throws {
        try await EngineHarness.with { harness in
            let bodies = (0..<12).map { _ in EngineHarness.envelope(Add(account: "packed", amount: 1)).jsonBytes }
            try await harness.publish([EnvelopeBatch.join(bodies)], contentType: Envelope.batchContentType)
            try await harness.deliverInVain(times: 2)
            try await harness.running { _ in
                try await waitUntil("all applied") {
                    try await harness.count("SELECT coalesce(sum(entries), 0)::int8 FROM account") == 12
                }
            }
            #expect(try await harness.count("SELECT count(*) FROM inbox WHERE attempts = 0") == 12)
        }
    }

    @Test("The healthy neighbours of what kills processes are not parked, however often all of them were delivered")
    func neighbours() async throws {
        try await EngineHarness.with { harness in
            for _ in 0..<30 { try await harness.publish([EngineHarness.envelope(Add(account: "healthy", amount: 1))]) }
            try await harness.deliverInVain(times: 7)
            try await harness.running { _ in
                try await waitUntil("all applied") {
                    try await harness.count("SELECT coalesce(sum(entries), 0)::int8 FROM account") == 30
                }
            }
            #expect(try await harness.count("SELECT count(*) FROM inbox WHERE state <> 0") == 0)
        }
    }

    @Test("What kills its process when it is run alone is counted for itself alone, and parked at five")
    func poisonous() async throws {
        try await EngineHarness.with { harness in
            let deadly = EngineHarness.envelope(Add(account: "deadly", amount: 1))
            try await harness.publish([deadly])
            for _ in 0..<9 { try await harness.publish([EngineHarness.envelope(Add(account: "healthy", amount: 1))]) }
            try await harness.deliverInVain(times: 3)
            // As if two runs of it alone had ended with the process before this one finds it.
            try await harness.database.withConnection(schema: "returns") { connection in
                try await connection.execute(
                    script: """
                        CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                            IF NEW.id = '\(deadly.id.text)' AND NEW.state = 1 THEN NEW.unended := 5; END IF; RETURN NEW;
                        END $$;
                        CREATE TRIGGER die BEFORE UPDATE ON inbox FOR EACH ROW EXECUTE FUNCTION die();
                        """)
            }
            try await harness.running { _ in
                try await waitUntil("neighbours applied") {
                    try await harness.count("SELECT coalesce(sum(entries), 0)::int8 FROM account") == 9
                }
                try await waitUntil("parked") {
                    try await harness.count("SELECT count(*) FROM inbox WHERE state = 2") == 1
                }
            }
            #expect(
                try await harness.texts("SELECT reason FROM inbox WHERE state = 2")[0].contains("delivered_too_often"))
        }
    }

    @Test("A run of what is suspect is counted before it begins: a process that dies of it can count nothing")
    func countedBefore() async throws {
        try await EngineHarness.with { harness in
            let envelope = EngineHarness.envelope(Add(account: "suspect", amount: 1))
            try await harness.publish([envelope])
            try await harness.running { _ in
                try await waitUntil("applied") { try await harness.count("SELECT count(*) FROM account") == 1 }
            }
            try await harness.database.withConnection(schema: "returns") { connection in
                // As it stands when the third process has died of it; and a database as slow as the test wants.
                try await connection.execute(
                    script: """
                        DELETE FROM account;
                        UPDATE inbox SET state = 1, unended = 3, next_at = now(), envelope = convert_to(
                            '\(String(decoding: envelope.jsonBytes, as: UTF8.self))', 'UTF8');
                        CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                            PERFORM pg_advisory_xact_lock(42); RETURN NEW; END $$;
                        CREATE TRIGGER slow BEFORE INSERT ON account FOR EACH ROW EXECUTE FUNCTION slow();
                        SELECT pg_advisory_lock(42);
                        """)
                try await harness.running { _ in
                    try await waitUntil("the run has begun") {
                        try await harness.count(
                            """
                            SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                            WHERE d.datname = current_database() AND NOT l.granted
                            """) > 0
                    }
                    #expect(try await harness.count("SELECT unended::int8 FROM inbox") == 4)
                    try await connection.execute(script: "SELECT pg_advisory_unlock(42)")
                    try await waitUntil("applied") {
                        try await harness.count("SELECT count(*) FROM inbox WHERE state = 0") == 1
                    }
                }
            }
            #expect(try await harness.count("SELECT count(*) FROM account") == 1)
        }
    }

    @Test("A retry that five processes died of is parked unrun, and an operator can run it again")
    func retryParkedUnrun() async throws {
        try await EngineHarness.with { harness in
            let pack = [EngineHarness.envelope(Add(account: "deadly", amount: 1)).jsonBytes]
            try await harness.publish([EnvelopeBatch.join(pack + pack)], contentType: Envelope.batchContentType)
            try await harness.deliverInVain(times: 3)
            try await harness.running { _ in
                try await waitUntil("applied") { try await harness.count("SELECT count(*) FROM account") == 1 }
            }
            // As it stands when the fifth process has died of it and its lease is over.
            try await harness.database.withConnection(schema: "returns") { connection in
                try await connection.execute(
                    script: """
                        DELETE FROM account;
                        UPDATE inbox SET state = 1, unended = 5, next_at = now(), envelope = convert_to(
                            '\(String(decoding: pack[0], as: UTF8.self))', 'UTF8');
                        """)
            }
            try await harness.running { _ in
                try await waitUntil("parked") {
                    try await harness.count("SELECT count(*) FROM inbox WHERE state = 2") == 1
                }
                #expect(try await harness.texts("SELECT reason FROM inbox")[0].contains("delivered_too_often"))
                #expect(try await harness.count("SELECT count(*) FROM account") == 0)
                try await harness.publish([EngineHarness.envelope(RetryParked(ids: [], actor: "tester"))])
                try await waitUntil("applied") { try await harness.count("SELECT count(*) FROM account") == 1 }
            }
        }
    }
}

extension EngineHarness {
    /// Hands what is in the queue to a consumer that dies with it, as often as told.
    func deliverInVain(times: Int) async throws {
        for _ in 0..<times {
            let (deliveries, input) = AsyncStream.makeStream(of: Int.self)
            let consumer = AMQPConsumer(
                configuration: broker.configuration, queues: LedgerService.name.queues, prefetch: 10,
                logger: Logger(label: "test")
            ) { event in
                if case .deliveries(let deliveries) = event { input.yield(deliveries.count) }
            }
            async let end: Void = consumer.run()
            for await _ in deliveries { break }
            await consumer.close()
            try await end
        }
    }
}
