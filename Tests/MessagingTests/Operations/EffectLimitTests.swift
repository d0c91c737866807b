import Contracts
import FoundationEssentials
import Logging
import Synchronization
import Testing

@testable import Messaging

@Suite("An effect that met a limit")
struct EffectLimitTests {
    /// Has no room a dozen times, then fails.
    private struct Busy: EffectPerformer {
        func perform(_ call: EffectCall) async throws -> [UInt8] {
            guard call.attempt > 12 else {
                throw EffectFailure(
                    code: "limited", message: "HTTP 429", isFinal: false, retryAfter: .milliseconds(1), isLimit: true)
            }
            throw EffectFailure(code: "down", message: "not there", isFinal: false)
        }
    }

    private func claim(attempt: Int) -> ClaimedEffect {
        ClaimedEffect(
            key: "push/1", id: .v5("push/1"), kind: "push", attempt: attempt, request: Array("{}".utf8),
            command: CommandReference(id: .v5("command"), orderID: .v5("order")))
    }

    @Test("has not failed by that: its first failure is waited for as a first one", .timeLimit(.minutes(5)))
    func notCounted() async throws {
        let runner = EffectRunner(
            service: .shipping, performers: ["push": Busy()],
            retryPolicy: RetryPolicy(base: .milliseconds(1), cap: .seconds(3600), maximumAttempts: 2),
            timeout: .seconds(30), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let delays = Mutex<[Duration?]>([])
        runner.enqueue([claim(attempt: 1)])
        await runner.run { _ in
        } failed: { effect, failure in
            delays.withLock { $0.append(failure.delay) }
            if effect.attempt < 14 { runner.enqueue([claim(attempt: effect.attempt + 1)]) } else { runner.stop() }
        }
        let all = delays.withLock { $0 }
        // Of two failures that it may have, the thirteenth attempt is the first.
        #expect(all.prefix(13) == Array(repeating: .milliseconds(50), count: 13)[...])
        #expect(all.last == .some(nil), "the second parks it")
    }
}
