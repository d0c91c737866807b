import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import Synchronization
import TestSupport
import Testing
import WireJSON

@Suite("The engine")
struct EngineTests {
    @Test("applies every message once, however often and in whatever packs it comes")
    func onceOnly() async throws {
        try await EngineHarness.with { harness in
            let envelopes = (0..<400).map { EngineHarness.envelope(Add(account: "a\($0 % 7)", amount: 1)) }
            try await harness.running { _ in
                try await harness.publish(envelopes + envelopes.prefix(150))
                let pack = EnvelopeBatch.join(envelopes.prefix(40).map(\.jsonBytes))
                try await harness.publish([pack], contentType: Envelope.batchContentType)
                try await waitUntil("all applied") {
                    try await harness.count("SELECT coalesce(sum(entries), 0)::int8 FROM account") >= 400
                }
                try await waitUntil("the outbox is empty") {
                    try await harness.count("SELECT count(*) FROM outbox") == 0
                }
            }
            #expect(try await harness.count("SELECT sum(balance)::int8 FROM account") == 400)
            #expect(try await harness.count("SELECT count(*) FROM inbox WHERE state = 0") == 400)
            #expect(try await harness.count("SELECT count(*) FROM reply") == 400)
        }
    }

    @Test("parks what cannot be handled, with the reason, and lets the messages around it through")
    func parking() async throws {
        try await EngineHarness.with { harness in
            let reused = UUID()
            try await harness.running { _ in
                var bodies = (0..<20).map { _ in EngineHarness.envelope(Add(account: "good", amount: 1)).jsonBytes }
                bodies.insert(Array("this is not JSON".utf8), at: 3)
                bodies.insert(EngineHarness.envelope(Add(account: "bad", amount: 1, fail: true)).jsonBytes, at: 7)
                var unknown = EngineHarness.envelope(Add(account: "bad", amount: 1))
                unknown.type = "waybill.returns.test.unheard_of.v1"
                bodies.insert(unknown.jsonBytes, at: 9)
                // Fits the handler, but not the database: it names no message, so the batch is bisected.
                bodies.insert(EngineHarness.envelope(Add(account: "huge", amount: 2_000_000)).jsonBytes, at: 11)
                bodies.append(EngineHarness.envelope(Add(account: "good", amount: 1), id: reused).jsonBytes)
                bodies.append(EngineHarness.envelope(Add(account: "good", amount: 5), id: reused).jsonBytes)
                try await harness.publish(bodies)
                try await waitUntil("five parked") {
                    try await harness.count("SELECT count(*) FROM inbox WHERE state = 2") == 5
                }
            }
            #expect(try await harness.count("SELECT balance FROM account WHERE id = 'good'") == 21)
            #expect(try await harness.count("SELECT count(*) FROM account WHERE id <> 'good'") == 0)
            let reasons = try await harness.texts("SELECT reason FROM inbox WHERE state = 2 ORDER BY reason")
            #expect(reasons.contains { $0.contains("not an envelope") })
            #expect(reasons.contains { $0.contains("told_to_fail") })
            #expect(reasons.contains { $0.contains("unknown_type") })
            #expect(reasons.contains { $0.contains("content_differs") })
            #expect(reasons.contains { $0.contains("account_balance_check") })
        }
    }

    @Test("runs a parked message again when an operator says so, once")
    func operatorRetry() async throws {
        try await EngineHarness.with { harness in
            let id = UUID()
            try await harness.running { _ in
                try await harness.publish([EngineHarness.envelope(Add(account: "x", amount: 2_000_000), id: id)])
                try await waitUntil("parked") {
                    try await harness.count("SELECT count(*) FROM inbox WHERE state = 2") == 1
                }
                try await harness.database.withConnection(schema: "returns") { connection in
                    try await connection.execute(script: "ALTER TABLE account DROP CONSTRAINT account_balance_check")
                }
                try await harness.publish([EngineHarness.envelope(RetryParked(ids: [id], actor: "tester"))])
                try await waitUntil("applied") {
                    try await harness.count("SELECT coalesce(sum(balance), 0)::int8 FROM account") == 2_000_000
                }
            }
            #expect(try await harness.count("SELECT entries FROM account") == 1)
            #expect(try await harness.count("SELECT count(*) FROM inbox WHERE state <> 0") == 0)
        }
    }

    @Test("loses and repeats nothing when connections to broker and database are cut, with two engines side by side")
    func cutConnections() async throws {
        try await EngineHarness.with { harness in
            let envelopes = (0..<3000).map { EngineHarness.envelope(Add(account: "a\($0 % 50)", amount: 1)) }
            try await harness.running(engines: 2) { _ in
                for part in 0..<6 {
                    try await harness.publish(Array(envelopes[(part * 500)..<(part * 500 + 500)]))
                    if part % 2 == 0 {
                        try await harness.broker.cutConnections()
                    } else {
                        try await harness.database.withConnection(schema: "returns") { connection in
                            try await connection.execute(
                                script: """
                                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                                    """)
                        }
                    }
                }
                try await waitUntil("all applied") {
                    try await harness.count("SELECT coalesce(sum(entries), 0)::int8 FROM account") >= 3000
                }
                try await waitUntil("the outbox is empty") {
                    try await harness.count("SELECT count(*) FROM outbox") == 0
                }
            }
            #expect(try await harness.count("SELECT sum(entries)::int8 FROM account") == 3000)
            #expect(try await harness.count("SELECT count(*) FROM inbox WHERE state <> 0") == 0)
        }
    }

    @Test("wakes a service by its timers, and not by those that were taken back")
    func timers() async throws {
        try await EngineHarness.with { harness in
            try await harness.running { _ in
                try await harness.publish([
                    EngineHarness.envelope(Later(account: "kept")),
                    // It must not fall due before it is taken back, however long the next message is on its way.
                    EngineHarness.envelope(Later(account: "cancelled", isFarOff: true)),
                    EngineHarness.envelope(Later(account: "cancelled", isCancelled: true)),
                ])
                try await waitUntil("the timer fired") {
                    try await harness.count("SELECT count(*) FROM account WHERE id = 'kept'") == 1
                }
                try await waitUntil("no timer is left") { try await harness.count("SELECT count(*) FROM timer") == 0 }
            }
            #expect(try await harness.count("SELECT count(*) FROM account WHERE id = 'cancelled'") == 0)
            #expect(try await harness.count("SELECT balance FROM account WHERE id = 'kept'") == 7)
        }
    }

    @Test("performs an effect once per key, repeats it with the same key after a failure, and hands a refusal on")
    func effects() async throws {
        try await EngineHarness.with { harness in
            let gateway = FlakyGateway()
            try await harness.running(effects: ["call": gateway]) { _ in
                try await harness.publish(
                    ["fine", "fine", "flaky", "refused"].map { EngineHarness.envelope(Call(account: $0)) })
                try await waitUntil("three results") { try await harness.count("SELECT count(*) FROM account") == 3 }
            }
            #expect(try await harness.count("SELECT balance FROM account WHERE id = 'fine'") == 100)
            #expect(try await harness.count("SELECT balance FROM account WHERE id = 'flaky'") == 100)
            #expect(try await harness.count("SELECT balance FROM account WHERE id = 'refused'") == -1)
            #expect(gateway.attempts(of: "call/fine") == [1])
            #expect(gateway.attempts(of: "call/flaky") == [1, 2])
            #expect(try await harness.count("SELECT count(*) FROM effect WHERE state NOT IN (2, 3)") == 0)
            // What was refused shows what was asked for.
            let kept = try await harness.texts("SELECT key FROM effect WHERE request <> '{}' OR command <> '{}'")
            #expect(kept == ["call/refused"])
        }
    }

    @Test("takes local messages in, answers after the commit, and knows a repeat")
    func localMessages() async throws {
        try await EngineHarness.with { harness in
            try await harness.running { engine in
                let id = UUID()
                let add = Add(account: "local", amount: 3)
                let first = try await engine.submit(add, id: id, orderID: nil, channel: nil, trace: nil)
                #expect(first == .applied)
                #expect(try await harness.count("SELECT balance FROM account WHERE id = 'local'") == 3)
                #expect(try await engine.submit(add, id: id, orderID: nil, channel: nil, trace: nil) == .repeated)
            }
        }
    }
}

/// Fails the first attempt at `call/flaky` and refuses `call/refused` for good.
final class FlakyGateway: EffectPerformer {
    private let calls = Mutex<[String: [Int]]>([:])

    func perform(_ call: EffectCall) async throws -> [UInt8] {
        calls.withLock { $0[call.key, default: []].append(call.attempt) }
        if call.key == "call/flaky", call.attempt == 1 {
            throw EffectFailure(code: "timeout", message: "no answer", isFinal: false)
        }
        if call.key == "call/refused" { throw EffectFailure(code: "no", message: "refused", isFinal: true) }
        return Array("{}".utf8)
    }

    func attempts(of key: String) -> [Int] { calls.withLock { $0[key] ?? [] } }
}
