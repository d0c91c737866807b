import ArgumentParser
import Messaging

struct GrowthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "growth", abstract: "Throughput with a full database against throughput with an empty one.",
        discussion: "Measures, seeds finished orders (see `seed`), and measures again, on the same instances.")

    @Option(help: "Orders of each measurement.")
    var orders = 20_000

    @Option(help: "Finished orders between them.")
    var seeded = 1_000_000

    @Flag(help: "Audit the orders of the measurements alone; the seed's too take 20 minutes for a million.")
    var auditMeasuredOnly = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1_000_000).contains(orders), (1...50_000_000).contains(seeded) else {
            throw ValidationError("--orders is 1 to 1000000, --seeded 1 to 50000000.")
        }
    }

    func run() async throws {
        _ = try await BenchMeasure.run(output, since: auditMeasuredOnly ? .wallClock : nil) { session in
            GrowthResult(
                empty: try await ThroughputRun(session: session, count: orders).run(),
                seed: try await SeedRun(session: session, count: seeded).run(),
                full: try await ThroughputRun(session: session, count: orders).run())
        }
    }
}
