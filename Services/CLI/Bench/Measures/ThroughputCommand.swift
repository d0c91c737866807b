import ArgumentParser

struct ThroughputCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "throughput", abstract: "Orders a second, submit to delivered and told.",
        discussion: """
            Three lines an order over 1,000 articles at three sites, paid by card, handed over as fast as the broker takes \
            them, until the last customer was told of the delivery. What one order costs is counted by the database, the \
            broker and the kernel.
            """)

    @Option(help: "How many.")
    var orders = 20_000

    @Flag(help: "Also where the database's work goes: rows by table, the dearest statements.")
    var profile = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1_000_000).contains(orders) else { throw ValidationError("--orders is 1 to 1000000.") }
    }

    func run() async throws {
        let result = try await OperatorSession.run { session in
            try await ThroughputRun(session: session, count: orders).run()
        }
        if output.json {
            Console.print(json: result.json)
        } else {
            Console.print(result.text)
            if profile { Console.print("\n" + result.cost.profile) }
        }
    }
}
