import ArgumentParser
import Foundation

struct StockBenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stock",
        abstract: "How long all other channels sell by an old stock level while one shop sells.",
        discussion: """
            Seven channels listen in this process, with the limits that they publish, and each has a shop here. Orders come by \
            queue in an open loop; each change of a level is timed from the beginning of the transaction that booked it until \
            the channel was told a level at least that new. Exit code 1 when a channel heard of an article that did not \
            change, or of an older level behind a newer one. In the end each has every level as it is.

            What a channel takes bounds what can be sold: Amazon takes five levels a second.
            """)

    @Option(help: "Orders a second, of three articles each.")
    var rate = 50

    @Option(help: "Seconds.")
    var seconds = 60

    @Option(help: "Articles that are sold; as many again lie still.")
    var articles = 10

    @Option(help: "Order-intake's folder of keys (default: WAYBILL_DATA/credentials).")
    var credentials: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1000).contains(rate), (1...3600).contains(seconds),
            (3...BenchCatalogue.articleCount / 2).contains(articles)
        else {
            throw ValidationError(
                """
                --rate is 1 to 1000, --seconds 1 to 3600, --articles 3 to \(BenchCatalogue.articleCount / 2).
                """)
        }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        guard let folder = credentials ?? environment["WAYBILL_DATA"].map({ "\($0)/credentials" }) else {
            throw ValidationError("--credentials says where order-intake reads keys.")
        }
        let result = try await BenchMeasure.run(output) { session in
            try await StockBenchRun(
                session: session, credentials: folder, rate: rate, count: rate * seconds, articles: articles
            ).run()
        }
        if !result.isTrue { throw ExitCode.failure }
    }
}
