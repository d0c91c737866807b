import ArgumentParser
import CSV
import Contracts
import WireJSON

struct ImportCommand: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument {
        case csv, jsonl
    }

    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Submit the orders of a file; a re-run is a no-op.",
        discussion: """
            Every order is answered; what is refused is listed with its line, and the exit code is then 1.

            \(CSVOrderColumns.help)
            """)

    @Argument(help: "A file; - reads standard input.")
    var file: String

    @Option(help: "The channel that the orders are from.")
    var channel: String

    @Option(help: "The shop that the orders are from.")
    var shop: String

    @Option(help: "csv or jsonl; told by the file's name when not given.")
    var format: Format?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let storefront = Storefront(channel: channel, shop: shop) else {
            throw ValidationError("Channel and shop are words of a-z, 0-9, - and _, of at most 64 characters.")
        }
        guard let format = format ?? formatByName else {
            throw ValidationError("The name does not tell the format; say --format csv or --format jsonl.")
        }
        let report = try await OperatorSession.run { session in
            var run = OrderImport(shop: storefront, session: session)
            let source = try ByteSource(file: file)
            switch format {
            case .csv:
                var orders = try CSVOrderFile(source, shop: storefront)
                return try await run.run(&orders)
            case .jsonl:
                var orders = JSONLinesOrderFile(source, shop: storefront)
                return try await run.run(&orders)
            }
        }
        if output.json { Console.print(json: report.json) } else { Console.print(report.describe()) }
        if !report.isClean { throw ExitCode.failure }
    }

    private var formatByName: Format? {
        let name = file.lowercased()
        if name.hasSuffix(".csv") { return .csv }
        return [".jsonl", ".ndjson"].contains { name.hasSuffix($0) } ? .jsonl : nil
    }
}
