import ArgumentParser
import Contracts

struct AdjustStockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adjust", abstract: "Correct a count by a difference.",
        discussion: """
            A negative difference stands behind --: waybill stock adjust IST TEA-100 -- -3
            A count that leaves less than is reserved takes units from the newest orders: other sites send them, or they \
            wait, or are short, as the article's policy says.
            """)

    @Argument(help: "The site's code.")
    var site: String

    @Argument(help: "The article's SKU or alias.")
    var sku: String

    @Argument(help: "Units found too much (3) or missing (-3).")
    var difference: Int

    @Option(help: "What it is for, such as a stock-taking.")
    var reference = "count"

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let movement = StockMovementRequest(site: site, sku: sku, quantity: difference)
        try await StockBooking.run("adjust", [movement], reference: reference, output)
    }
}
