import ArgumentParser
import Contracts
import WireJSON

struct LatencyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "latency", abstract: "Measure submit to released: authorised, reserved, with the warehouse.",
        discussion: """
            Orders are submitted at a fixed rate, whether those before are done or not. Measured is from the moment \
            before an order is handed to the broker to the start of the transaction in which the warehouse took its \
            fulfilment order, on the database's clock.
            """)

    @Option(help: "Orders a second.")
    var rate = 20

    @Option(help: "Seconds.")
    var seconds = 30

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1000).contains(rate), (1...3600).contains(seconds) else {
            throw ValidationError("--rate is 1 to 1000, --seconds 1 to 3600.")
        }
    }

    func run() async throws {
        let result = try await OperatorSession.run { session in
            try await LatencyRun(session: session, rate: rate, count: rate * seconds).run()
        }
        if output.json {
            Console.print(json: result.json)
        } else {
            Console.print(result.describe())
        }
        if result.missing > 0 { throw ExitCode.failure }
    }
}
