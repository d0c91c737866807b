import ArgumentParser
import WireJSON

struct GrowthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "growth", abstract: "Throughput with a full database against throughput with an empty one.",
        discussion: "Measures, seeds finished orders (see `seed`), and measures again, on the same instances.")

    @Option(help: "Orders of each measurement.")
    var orders = 20_000

    @Option(help: "Finished orders between them.")
    var seeded = 1_000_000

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (empty, seed, full) = try await OperatorSession.run { session in
            (
                try await ThroughputRun(session: session, count: orders).run(),
                try await SeedRun(session: session, count: seeded).run(),
                try await ThroughputRun(session: session, count: orders).run()
            )
        }
        let ratio = full.ordersPerSecond / empty.ordersPerSecond
        if output.json {
            Console.print(
                json: JSONValue.object([
                    ("measure", .string("growth")), ("ratio", .decimal(ratio)), ("empty", empty.json),
                    ("seed", seed.json), ("full", full.json),
                ]))
        } else {
            Console.print(
                """
                empty: \(empty.ordersPerSecond.fixed(0)) orders/s, \(empty.cost.cpuOfAll.fixed(2)) ms CPU an order
                \(seed.text)
                full:  \(full.ordersPerSecond.fixed(0)) orders/s, \(full.cost.cpuOfAll.fixed(2)) ms CPU an order
                full / empty: \(ratio.fixed(2))
                """)
        }
    }
}
