import ArgumentParser
import Foundation
import Simulation
import Synchronization

extension Simulate {
    /// Runs seeds side by side.
    /// - Returns: the failure with the lowest seed; nil when there is none.
    func firstFailure(_ mutation: Mutation?, count: Int) throws -> RunResult? {
        let search = Search(from: from, count: count)
        let (orders, jobs) = (orders, jobs)
        DispatchQueue.concurrentPerform(iterations: jobs) { _ in
            while let seed = search.next() {
                search.report(
                    seed, Result { try Simulator.run(Scenario(seed: seed, orders: orders, mutation: mutation)) })
            }
        }
        return try search.failure()
    }

    /// Every seed that fails, and with what.
    func listFailures() throws {
        let search = Search(from: from, count: seeds)
        let (orders, jobs) = (orders, jobs)
        DispatchQueue.concurrentPerform(iterations: jobs) { _ in
            while let seed = search.next() {
                guard let result = try? Simulator.run(Scenario(seed: seed, orders: orders)), !result.isGood else {
                    continue
                }
                Self.say("seed \(seed): \(result.violations.prefix(2).joined(separator: "; "))")
                search.count()
            }
        }
        Self.say("\(search.failures) of \(seeds) seeds fail")
        if search.failures > 0 { throw ExitCode.failure }
    }

    /// Every mistake must be found within its bound.
    func findMutations() throws {
        var missed = 0
        for mutation in Mutation.allCases {
            let found = try firstFailure(mutation, count: mutation.bound)
            let name = mutation.rawValue.padding(toLength: 40, withPad: " ", startingAt: 0)
            if let found {
                let seeds = found.scenario.seed - from + 1
                Self.say("\(name) seed \(found.scenario.seed) (\(seeds) of \(mutation.bound)): \(found.violations[0])")
            } else {
                missed += 1
                Self.say("\(name) NOT FOUND in \(mutation.bound) seeds: \(mutation.summary)")
            }
        }
        if missed > 0 { throw ExitCode.failure }
    }
}

/// Hands out seeds, and keeps the lowest that failed.
private final class Search: Sendable {
    private struct State {
        var next: UInt64
        var end: UInt64
        var failure: RunResult?
        var error: (any Error)?
        var failures = 0
    }

    private let state: Mutex<State>

    init(from: UInt64, count: Int) {
        state = Mutex(State(next: from, end: from + UInt64(count)))
    }

    func next() -> UInt64? {
        state.withLock { state in
            guard state.next < state.end else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    func count() { state.withLock { $0.failures += 1 } }

    var failures: Int { state.withLock { $0.failures } }

    func report(_ seed: UInt64, _ result: Result<RunResult, any Error>) {
        state.withLock { state in
            switch result {
            case .success(let run) where run.isGood: break
            case .success(let run):
                // Lower seeds are under way; higher ones need not be begun.
                state.end = min(state.end, seed)
                if run.scenario.seed <= state.failure?.scenario.seed ?? .max { state.failure = run }
            case .failure(let error):
                state.end = 0
                state.error = error
            }
        }
    }

    func failure() throws -> RunResult? {
        try state.withLock { state in
            if let error = state.error { throw error }
            return state.failure
        }
    }
}
