import Simulation
import Testing

@Suite("The whole system, simulated", .serialized)
@SimulationThread
struct SimulationTests {
    @Test("Every order ends as its history allows, whatever goes wrong", arguments: [1, 1001] as [UInt64])
    func seeds(from: UInt64) throws {
        for seed in from..<from + 15 {
            let result = try Simulator.run(Scenario(seed: seed))
            #expect(result.isGood, "seed \(seed): \(result.violations)")
        }
    }

    @Test("A seed is a run: the same faults strike, and the same happens")
    func replay() throws {
        var traces: [[String]] = [[], []]
        for index in traces.indices {
            _ = try Simulator.run(Scenario(seed: 7)) { traces[index].append($0) }
        }
        #expect(traces[0].count > 100)
        #expect(traces[0] == traces[1])
    }

    @Test("A run that fails shrinks to fewer orders and faults, and fails still")
    func shrinking() throws {
        let failed = try firstFailure(.noInbox)
        let least = try Simulator.shrink(failed)
        #expect(!least.isGood)
        #expect(least.scenario.indices.count < failed.scenario.indices.count)
        #expect(least.faults.count < failed.faults.count)
        #expect(try Simulator.run(least.scenario).violations.sorted() == least.violations.sorted())
    }

    @Test("A deliberate mistake is found within its bound", arguments: Mutation.allCases.filter { $0.bound <= 40 })
    func mistakes(_ mutation: Mutation) throws {
        #expect(try !firstFailure(mutation).isGood)
    }

    private func firstFailure(_ mutation: Mutation) throws -> RunResult {
        for seed in 1...UInt64(mutation.bound) {
            let result = try Simulator.run(Scenario(seed: seed, mutation: mutation))
            if !result.isGood { return result }
        }
        throw NotFound(mutation: mutation)
    }

    private struct NotFound: Error {
        let mutation: Mutation
    }
}
