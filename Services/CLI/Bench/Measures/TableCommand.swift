import ArgumentParser
import Foundation
import WireJSON

struct TableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table", abstract: "The targets, and what the results in a folder come to.",
        discussion: "Takes files that --json wrote, named after their measures; ./deploy/bench all makes them.")

    @Argument(help: "The folder.")
    var folder: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        var results: [String: JSONValue] = [:]
        for target in BenchTarget.all where results[target.measure] == nil {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(target.measure).json") else { continue }
            results[target.measure] = try JSONValue.parse(Array(data))
        }
        guard !results.isEmpty else { throw OperatorError("\(folder) holds no result") }
        let rows = BenchTarget.all.compactMap { target in results[target.measure].map { target.row($0) } }
        if output.json {
            Console.print(json: JSONValue.array(rows.map(\.json)))
        } else {
            Console.print(BenchTarget.table(rows))
        }
    }
}
