import ArgumentParser

struct IdleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "idle", abstract: "What Waybill takes while nothing happens, and how soon a service is there.",
        discussion: """
            CPU of each process over some seconds without an order, memory that is resident then, and of each service how \
            long one more process takes from its start until it says that it is ready; that one is stopped again.
            """)

    @Option(help: "Seconds of idling.")
    var seconds = 60

    @Option(help: "Starts of each service.")
    var starts = 3

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...3600).contains(seconds), (0...100).contains(starts) else {
            throw ValidationError("--seconds is 1 to 3600, --starts 0 to 100.")
        }
    }

    func run() async throws {
        _ = try await BenchMeasure.run(output) { session in
            try await IdleRun(session: session, period: .seconds(seconds), starts: starts).run()
        }
    }
}
