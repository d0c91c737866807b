import ArgumentParser

struct FlashCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flash", abstract: "A flash sale: many orders at once for the few units of one article.",
        discussion: "Exit code 1 when another number than the units there were was sold.")

    @Option(help: "Orders of one unit each.")
    var orders = 20_000

    @Option(help: "Units there are.")
    var units = 1000

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1_000_000).contains(orders), (1...orders).contains(units) else {
            throw ValidationError("--orders is 1 to 1000000, --units at most as many.")
        }
    }

    func run() async throws {
        let result = try await BenchMeasure.run(output) { session in
            try await FlashRun(session: session, orders: orders, units: units).run()
        }
        if result.sold != units { throw ExitCode.failure }
    }
}
