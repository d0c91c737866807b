import Contracts
import FoundationEssentials
import Messaging
import Synchronization
import TestSupport
import Testing

@Suite("An attempt that is known to have left nothing at the other side")
struct LeftNothingTests {
    private static let limit = EffectFailure(
        code: "limited", message: "HTTP 429", isFinal: false, retryAfter: .milliseconds(1), isLimit: true,
        leftNothing: true)
    private static let unknown = EffectFailure(code: "unknown_outcome", message: "no answer", isFinal: false)

    /// What each key's attempts come to, an answer at last, and whether each was to be asked about before.
    private final class Scripted: EffectPerformer {
        private let state: Mutex<(script: [String: [EffectFailure]], repeats: [String: [Bool]])>

        init(_ script: [String: [EffectFailure]]) {
            state = Mutex((script, [:]))
        }

        func perform(_ call: EffectCall) async throws -> [UInt8] {
            let failure: EffectFailure? = state.withLock { state in
                state.repeats[call.key, default: []].append(call.isRepeat)
                let known = state.script[call.key]?.first
                if known != nil { state.script[call.key]?.removeFirst() }
                return known
            }
            if let failure { throw failure }
            return Array("{}".utf8)
        }

        func repeats(of account: String) -> [Bool] { state.withLock { $0.repeats["call/\(account)"] ?? [] } }
    }

    @Test(
        "makes no repeat of the next one; one of unknown outcome does, whatever comes between", .timeLimit(.minutes(5)))
    func limits() async throws {
        try await EngineHarness.with { harness in
            let other = Scripted([
                "call/limited": [Self.limit, Self.limit], "call/lost": [Self.limit, Self.unknown, Self.limit],
            ])
            try await harness.running(
                effects: ["call": other],
                adjust: {
                    $0.tick = .milliseconds(50)
                    $0.effectRetryPolicy = RetryPolicy(base: .milliseconds(1), cap: .milliseconds(2))
                }
            ) { _ in
                try await harness.publish(["limited", "lost"].map { EngineHarness.envelope(Call(account: $0)) })
                try await waitUntil("both are answered") {
                    try await harness.count("SELECT count(*) FROM account") == 2
                }
            }
            #expect(other.repeats(of: "limited") == [false, false, false])
            #expect(other.repeats(of: "lost") == [false, false, true, true])
        }
    }

    @Test("makes a repeat of what a person has tried again", .timeLimit(.minutes(5)))
    func parked() async throws {
        try await EngineHarness.with { harness in
            let refusal = EffectFailure(
                code: "refused", message: "no", isFinal: false, needsPerson: true, leftNothing: true)
            let other = Scripted(["call/refused": [Self.limit, refusal], "call/lost": [Self.unknown, refusal]])
            try await harness.running(
                effects: ["call": other],
                adjust: {
                    $0.tick = .milliseconds(50)
                    $0.effectRetryPolicy = RetryPolicy(base: .milliseconds(1), cap: .milliseconds(2))
                }
            ) { _ in
                try await harness.publish(["refused", "lost"].map { EngineHarness.envelope(Call(account: $0)) })
                try await waitUntil("both are parked") {
                    try await harness.count("SELECT count(*) FROM effect WHERE state = 4") == 2
                }
                try await harness.publish([EngineHarness.envelope(RetryParked(ids: [], actor: "tester"))])
                try await waitUntil("both are answered") {
                    try await harness.count("SELECT count(*) FROM account") == 2
                }
            }
            #expect(other.repeats(of: "refused") == [false, false, true])
            #expect(other.repeats(of: "lost") == [false, true, true])
        }
    }
}
