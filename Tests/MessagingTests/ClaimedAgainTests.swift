import Contracts
import FoundationEssentials
import Logging
import Synchronization
import Testing

@testable import Messaging

@Suite("A claim that was lost with a connection")
struct ClaimedAgainTests {
    /// Fails at first, as a call does whose connection was cut.
    private struct FailsOnce: EffectPerformer {
        func perform(_ call: EffectCall) async throws -> [UInt8] {
            guard call.attempt > 1 else {
                throw EffectFailure(code: "unknown_outcome", message: "connection cut", isFinal: false)
            }
            return Array("{}".utf8)
        }
    }

    private func claim(attempt: Int) -> ClaimedEffect {
        ClaimedEffect(
            key: "label/1", id: .v5("label/1"), kind: "label", attempt: attempt, request: Array("{}".utf8),
            command: CommandReference(id: .v5("command"), orderID: .v5("order")))
    }

    @Test(
        "and is claimed again while the call is in hand, is gone on with when the call has failed",
        .timeLimit(.minutes(5)))
    func goneOnWith() async throws {
        let runner = EffectRunner(
            service: .shipping, performers: ["label": FailsOnce()], retryPolicy: RetryPolicy(), timeout: .seconds(30),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let failed = Mutex(0)
        let finished = Mutex(0)
        runner.enqueue([claim(attempt: 1)])
        await runner.run { _ in
            finished.withLock { $0 += 1 }
            runner.stop()
        } failed: { _, _ in
            failed.withLock { $0 += 1 }
            // The database was away: the claim could not be put back, was taken for a dead process's, and claimed anew.
            runner.enqueue([claim(attempt: 2)])
        }
        #expect(failed.withLock { $0 } == 1)
        #expect(finished.withLock { $0 } == 1)
        #expect(runner.room["label"] == nil, "it is stopped")
    }
}
