import ArgumentParser
import WireJSON

struct CheckTopologyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Compare the broker with the description; exit 1 when they differ.")

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let deviations = try await OperatorSession.run { session in
            try await TopologyComparison(api: try session.management()).deviations()
        }
        if output.json {
            Console.print(json: JSONValue.object([("deviations", .array(deviations.map { .string($0) }))]))
        } else if deviations.isEmpty {
            Console.print("the broker is as described")
        } else {
            for deviation in deviations { Console.print(deviation) }
        }
        if !deviations.isEmpty { throw ExitCode.failure }
    }
}
