import ArgumentParser
import Contracts
import FoundationEssentials
import Messaging

/// The first half of the backlog: orders pile up while nobody reads.
struct FillBacklogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fill", abstract: "Queue orders while the services are down; ./deploy/bench backlog does it.",
        shouldDisplay: false)

    @Option(help: "How many.")
    var orders = 200_000

    func run() async throws {
        try await OperatorSession.run { session in
            let start = Timestamp.wallClock
            let maker = BenchOrders(run: "backlog-\(start.seconds)")
            let submission = BenchSubmission(
                session: session, orders: { maker.order($0, now: $1) }, count: orders)
            _ = try await submission.run()
        }
    }
}

struct LoadCatalogueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogue", abstract: "Load what the benchmark sells, with stock for so many orders.",
        shouldDisplay: false)

    @Option(help: "How many.")
    var orders = 20_000

    func run() async throws {
        try await OperatorSession.run { try await BenchCatalogue.load(forOrders: orders, in: $0) }
    }
}

/// The second half: the services have been started, and there is a mountain in front of them.
struct DrainBacklogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain", abstract: "Measure how a backlog is worked off; ./deploy/bench backlog does it.")

    @Option(help: "How many orders are queued.")
    var orders = 200_000

    @Option(help: "When the services were started, in seconds since 1970.")
    var since: Int64

    @OptionGroup var output: OutputOptions

    func run() async throws {
        _ = try await BenchMeasure.run(output, since: Timestamp(seconds: since)) { session in
            let start = Timestamp(seconds: since)
            let first = UUID.v7(at: start, entropy: .zero)
            let follower = BenchFollower(session: session, first: first, count: orders)
            try await follower.waitForAll()
            let memory = ProcessMeter(environment: session.environment)?.read().memory ?? [:]
            return BacklogResult(
                orders: orders, took: try await follower.lastTold() - start, memory: memory,
                conditions: try await BenchConditions.read(session))
        }
    }
}
