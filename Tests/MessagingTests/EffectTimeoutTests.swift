import Contracts
import Foundation
import Messaging
import Synchronization
import TestSupport
import Testing

@Suite("Calls to the outside that do not come back")
struct EffectTimeoutTests {
    @Test("A call that takes too long counts as unknown, and the next attempt asks with the same key")
    func timeout() async throws {
        try await EngineHarness.with { harness in
            let gateway = HangingGateway()
            try await harness.running(
                effects: ["call": gateway], adjust: { $0.effectTimeout = .milliseconds(200) }
            ) { _ in
                try await harness.publish([EngineHarness.envelope(Call(account: "slow"))])
                try await waitUntil("the result") { try await harness.count("SELECT count(*) FROM account") == 1 }
                gateway.letGo()
            }
            // A third is allowed: the second too may take longer than that on a machine that is busy.
            #expect(gateway.attempts.starts(with: [1, 2]))
            #expect(try await harness.count("SELECT entries::int8 FROM account WHERE id = 'slow'") == 1)
            #expect(try await harness.count("SELECT balance FROM account WHERE id = 'slow'") == 100)
        }
    }

    @Test("A kind whose calls hang leaves the other kinds their places")
    func shares() async throws {
        try await EngineHarness.with { harness in
            let hanging = HangingGateway()
            let quick = FlakyGateway()
            try await harness.running(effects: ["hanging": hanging, "call": quick]) { _ in
                // More than all the places of the kind.
                try await harness.publish(
                    (0..<200).map { EngineHarness.envelope(Call(account: "h\($0)", kind: "hanging")) })
                try await waitUntil("the kind is full") { hanging.attempts.count == hanging.concurrency }
                try await harness.publish((0..<50).map { EngineHarness.envelope(Call(account: "q\($0)")) })
                try await waitUntil("the quick ones are done") {
                    try await harness.count("SELECT count(*) FROM account WHERE id LIKE 'q%'") == 50
                }
                #expect(hanging.attempts.count == hanging.concurrency)
                hanging.letGo()
                try await waitUntil("all are done") { try await harness.count("SELECT count(*) FROM account") == 250 }
            }
        }
    }
}

/// Does not answer the first attempt at a key until it is let go, whatever its caller wants; answers the second.
final class HangingGateway: EffectPerformer {
    private struct State {
        var attempts: [Int] = []
        var waiting: [CheckedContinuation<Void, Never>] = []
        var isLetGo = false
    }

    private let state = Mutex(State())

    var attempts: [Int] { state.withLock(\.attempts) }

    func letGo() {
        let waiting = state.withLock { state in
            state.isLetGo = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func perform(_ call: EffectCall) async throws -> [UInt8] {
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                state.attempts.append(call.attempt)
                guard call.attempt == 1, !state.isLetGo else { return true }
                state.waiting.append(continuation)
                return false
            }
            if goesOn { continuation.resume() }
        }
        return Array("{}".utf8)
    }
}
