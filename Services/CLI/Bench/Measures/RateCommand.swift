import ArgumentParser

struct RateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "latency",
        abstract: "How long one order takes at a fixed rate: to the warehouse, and to the carrier.",
        discussion: """
            An open loop: the next order goes when its time has come, whatever became of those before it. Times are those of \
            this machine's clock, which is the database's too.
            """)

    @Option(help: "Orders a second.")
    var rate = 20

    @Option(help: "Seconds.")
    var seconds = 60

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1000).contains(rate), (1...3600).contains(seconds) else {
            throw ValidationError("--rate is 1 to 1000, --seconds 1 to 3600.")
        }
    }

    func run() async throws {
        _ = try await BenchMeasure.run(output) { session in
            try await RateRun(session: session, rate: rate, count: rate * seconds).run()
        }
    }
}
