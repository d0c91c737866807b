import ArgumentParser

struct ImportBenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Orders from a file, as `waybill import` takes them in.",
        discussion: """
            Writes a file of canonical orders, one a line, imports it, and measures until each is answered and until each is \
            delivered and its customer told.
            """)

    @Option(help: "Orders in the file.")
    var orders = 10_000

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1_000_000).contains(orders) else { throw ValidationError("--orders is 1 to 1000000.") }
    }

    func run() async throws {
        _ = try await BenchMeasure.run(output) { session in
            try await ImportBenchRun(session: session, count: orders).run()
        }
    }
}
