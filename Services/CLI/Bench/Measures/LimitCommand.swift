import ArgumentParser

struct LimitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "limit",
        abstract: "What this machine could do at best, against a fixed reference, and our share of it.",
        discussion: """
            Bare C on librabbitmq and libpq: for each order 15 messages of 600 bytes through quorum queues, with confirms and \
            multiple acks, while 40 rows of 200 bytes are inserted and 10 updated in sets of 100. Then the throughput of \
            Waybill on the same instances.
            """)

    @Option(help: "Orders of each.")
    var orders = 20_000

    @Flag(help: "The reference alone.")
    var referenceOnly = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1_000_000).contains(orders) else { throw ValidationError("--orders is 1 to 1000000.") }
    }

    func run() async throws {
        _ = try await BenchMeasure.run(output) { session in
            let limit = try await LimitRun(session: session, orders: orders).run()
            let ours = referenceOnly ? nil : try await ThroughputRun(session: session, count: orders).run()
            return LimitResult(
                orders: orders, limit: limit, ours: ours, conditions: try await BenchConditions.read(session))
        }
    }
}
