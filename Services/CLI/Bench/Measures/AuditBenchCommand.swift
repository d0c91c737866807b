import ArgumentParser

struct AuditBenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "How long the audit of what is new takes while orders flow.",
        discussion: """
            On whatever is in the database: `seed` fills it, and --keep of ./deploy/bench leaves it there for this measure.
            """)

    @Option(help: "Orders a second.")
    var rate = 50

    @Option(help: "Seconds that they flow; the audit begins after half of them.")
    var seconds = 60

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1000).contains(rate), (2...3600).contains(seconds) else {
            throw ValidationError("--rate is 1 to 1000, --seconds 2 to 3600.")
        }
    }

    func run() async throws {
        let result = try await BenchMeasure.run(output) { session in
            try await AuditBenchRun(session: session, rate: rate, seconds: seconds).run()
        }
        if !result.report.isClean { throw ExitCode.failure }
    }
}
