import Messaging
import Synchronization

/// A carrier with a time limit on its answers and a circuit that spares everybody the wait when it is down. What it refuses
/// is an answer too.
package final class CarrierAccount: Sendable {
    package struct Limits: Sendable {
        /// For one answer.
        package var patience: Duration
        /// Failures in a row after which it is left alone, and for how long.
        package var failures: Int
        package var pause: Duration

        package init(patience: Duration, failures: Int, pause: Duration) {
            self.patience = patience
            self.failures = failures
            self.pause = pause
        }
    }

    private let gateway: any CarrierGateway
    private let patience: Duration
    private let circuit: Mutex<Circuit>

    package init(_ gateway: any CarrierGateway, limits: Limits) {
        self.gateway = gateway
        patience = limits.patience
        circuit = Mutex(Circuit(threshold: limits.failures, pause: limits.pause))
    }

    /// - Throws: ``EffectFailure``: `carrier_down` when nothing was asked, `timeout` when it may have done the work, or what
    ///   the carrier says.
    package func call<Answer: Sendable>(
        _ body: @escaping @Sendable (any CarrierGateway) async throws -> Answer
    ) async throws -> Answer {
        guard circuit.withLock({ $0.admits(at: .now) }) else {
            throw EffectFailure.unasked("the carrier did not answer lately and is left alone for a while")
        }
        do {
            let answer = try await withinLimit { [gateway] in try await body(gateway) }
            circuit.withLock { $0.succeeded() }
            return answer
        } catch let refusal as EffectFailure where refusal.isFinal {
            circuit.withLock { $0.succeeded() }
            throw refusal
        } catch {
            circuit.withLock { $0.failed(at: .now) }
            throw error
        }
    }

    private func withinLimit<Answer: Sendable>(
        _ body: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        try await withThrowingTaskGroup(of: Answer?.self) { [patience] group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: patience)
                return nil
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next().flatMap({ $0 }) else {
                throw EffectFailure(
                    code: "timeout", message: "no answer from the carrier within \(patience)", isFinal: false)
            }
            return answer
        }
    }
}

extension EffectFailure {
    /// The carrier was not asked, so that it has done nothing.
    package static func unasked(_ message: String) -> EffectFailure {
        EffectFailure(code: CarrierChoice.down, message: message, isFinal: false)
    }

    var isUnasked: Bool { code == CarrierChoice.down }
}
