import ArgumentParser

struct MappingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mapping", abstract: "How long a storefront's order takes to become a canonical one.",
        discussion: """
            From the bytes of the request to the canonical order, on one core; nothing is started, and nothing sent. The orders \
            are of our own making, as long as real ones; with --cases also each recorded one in the folder's DIR/CHANNEL.
            """)

    @Option(help: "A folder of recorded payloads, a folder a channel.")
    var cases: String?

    @Option(help: "How often each order is mapped.")
    var rounds = 2000

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1_000_000).contains(rounds) else { throw ValidationError("--rounds is 1 to 1000000.") }
    }

    func run() async throws {
        let recorded = try cases.map { try BenchPayload.recorded(in: $0) } ?? BenchPayload.Recorded()
        if !recorded.leftOut.isEmpty {
            Console.note("\(recorded.leftOut.count) files are not measured: they are not one order that is mapped")
            for file in recorded.leftOut { Console.note("  \(file)") }
        }
        let result = try MappingRun(rounds: rounds).run(try BenchPayload.own + recorded.payloads)
        if output.json { Console.print(json: result.json) } else { Console.print(result.text) }
    }
}
