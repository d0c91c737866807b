import Contracts
import FoundationEssentials
import Logging
import Synchronization
import Testing

@testable import Messaging

@Suite("Results of effects")
struct EffectResultTests {
    /// Answers with the number of the attempt; refuses the third.
    private struct Counting: EffectPerformer {
        func perform(_ call: EffectCall) async throws -> [UInt8] {
            guard call.attempt < 3 else { throw EffectFailure(code: "2", message: "refused", isFinal: true) }
            return Array("{\"code\":\"\(call.attempt)\",\"message\":\"refused\"}".utf8)
        }
    }

    private func claim(_ key: String, attempt: Int, request: String) -> ClaimedEffect {
        ClaimedEffect(
            key: key, id: .v5(key), kind: "label", attempt: attempt, request: Array(request.utf8),
            command: CommandReference(id: .v5("command"), orderID: .v5("order")))
    }

    @Test("are told apart by what was answered, not by the request that the key stands for", .timeLimit(.minutes(5)))
    func hashes() async throws {
        let runner = EffectRunner(
            service: .shipping, performers: ["label": Counting()], retryPolicy: RetryPolicy(), timeout: .seconds(30),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let hashes = Mutex<[String: ContentHash]>([:])
        runner.enqueue([
            claim("first", attempt: 1, request: "{}"), claim("longer", attempt: 1, request: "{\"document\":\"...\"}"),
            claim("other", attempt: 2, request: "{}"), claim("refused", attempt: 3, request: "{}"),
        ])
        await runner.run { work in
            let count = hashes.withLock { hashes in
                hashes[work.message?.envelope.subject ?? ""] = work.hash
                return hashes.count
            }
            if count == 4 { runner.stop() }
        } failed: { _, _ in
            Issue.record("none fails")
        }
        let all = hashes.withLock { $0 }
        #expect(all["first"] == all["longer"])
        #expect(Set(all.values).count == 3, "an answer, another, and a refusal of the same words as that")
    }
}
