import ArgumentParser
import Contracts

struct ReceiveStockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "receive", abstract: "Book goods in.")

    @Argument(help: "The site's code.")
    var site: String

    @Argument(help: "The article's SKU or alias.")
    var sku: String

    @Argument(help: "Units, at least 1.")
    var quantity: Int

    @Option(help: "Where they were put.")
    var bin: String?

    @Option(help: "What it is for, such as a delivery note.")
    var reference = "goods in"

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let movement = StockMovementRequest(site: site, sku: sku, bin: bin, quantity: quantity)
        try await StockBooking.run("receive", [movement], reference: reference, output)
    }
}
