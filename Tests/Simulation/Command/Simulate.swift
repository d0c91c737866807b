import ArgumentParser
import Foundation
import Simulation

/// Runs the whole system under adversity, seed after seed.
@main
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waybill-simulate",
        abstract: "Runs all services on a model of broker and database that fail in every way, seed after seed.")

    @Option(help: "How many seeds.")
    var seeds = 100

    @Option(help: "The first seed.")
    var from: UInt64 = 1

    @Option(help: "Orders in each run.")
    var orders = 20

    @Option(help: "Runs side by side.")
    var jobs = max(1, ProcessInfo.processInfo.activeProcessorCount)

    @Flag(help: "Make each deliberate mistake instead, and say which seed finds it.")
    var mutations = false

    @Option(help: "Make this deliberate mistake.")
    var mutation: String?

    @Flag(help: "Print what happens, for one seed.")
    var trace = false

    @Flag(help: "With --trace: what messages say, too.")
    var data = false

    @Option(parsing: .upToNextOption, help: "Only these of the orders, for one seed with --trace.")
    var only: [Int] = []

    @Flag(help: "Go on after a failure, and say which seeds fail.")
    var all = false

    func validate() throws {
        if let mutation, Mutation(rawValue: mutation) == nil {
            let known = Mutation.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("no such mistake: \(mutation); there are \(known)")
        }
    }

    func run() throws {
        // Sets and dictionaries would come in another order in every process: a seed must replay exactly.
        if ProcessInfo.processInfo.environment["SWIFT_DETERMINISTIC_HASHING"] == nil { try startAgain() }
        if mutations { return try findMutations() }
        if trace { return try traceOne() }
        if all { return try listFailures() }
        let started = ContinuousClock.now
        let failed = try firstFailure(mutation.flatMap(Mutation.init(rawValue:)), count: seeds)
        let took = ContinuousClock.now - started
        guard let failed else {
            Self.say("\(seeds) seeds from \(from), \(orders) orders each: all good, in \(took.formatted())")
            return
        }
        try report(failed)
        throw ExitCode.failure
    }

    /// At once, whoever reads it.
    static func say(_ line: String) {
        FileHandle.standardOutput.write(Data("\(line)\n".utf8))
    }

    private func startAgain() throws {
        setenv("SWIFT_DETERMINISTIC_HASHING", "1", 1)
        var arguments: [UnsafeMutablePointer<CChar>?] = CommandLine.arguments.map { strdup($0) }
        arguments.append(nil)
        execv("/proc/self/exe", arguments)
        throw ValidationError("cannot start again with deterministic hashing")
    }

    private func traceOne() throws {
        var scenario = Scenario(seed: from, orders: orders)
        scenario.mutation = mutation.flatMap(Mutation.init(rawValue:))
        if !only.isEmpty { scenario.kept = Set(only) }
        let result = try Simulator.run(scenario, tracesData: data) { Self.say($0) }
        for fault in result.faults { Self.say("fault: \(fault)") }
        for violation in result.violations { Self.say("wrong: \(violation)") }
        if !result.isGood { throw ExitCode.failure }
    }

    private func report(_ failed: RunResult) throws {
        Self.say("seed \(failed.scenario.seed) fails with \(failed.faults.count) faults:")
        for violation in failed.violations { Self.say("  \(violation)") }
        let least = try Simulator.shrink(failed)
        Self.say("the same with orders \(least.scenario.indices) and \(least.faults.count) faults:")
        for fault in least.faults { Self.say("  \(fault)") }
        for violation in least.violations { Self.say("  \(violation)") }
        Self.say("again: waybill-simulate --seeds 1 --from \(failed.scenario.seed) --orders \(orders) --trace")
    }
}
