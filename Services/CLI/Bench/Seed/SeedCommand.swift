import ArgumentParser

struct SeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed", abstract: "Fill the database with finished orders, as after months in business.",
        discussion: """
            300 orders are really carried to their customers, and their rows in every schema are copied with other ids, \
            names and times, 40 to 80 days old. What retention has deleted of such orders is not made: inboxes, replies, \
            effects, timers. `waybill audit --full` finds the seed as clean as what it was made of. Needs the \
            administrator, and a database that may be thrown away afterwards.
            """)

    @Option(help: "How many.")
    var orders = 1_000_000

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...50_000_000).contains(orders) else { throw ValidationError("--orders is 1 to 50000000.") }
    }

    func run() async throws {
        let result = try await OperatorSession.run { session in
            try await SeedRun(session: session, count: orders).run()
        }
        if output.json { Console.print(json: result.json) } else { Console.print(result.text) }
    }
}
