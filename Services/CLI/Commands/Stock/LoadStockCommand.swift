import ArgumentParser
import CSV
import Contracts

struct LoadStockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Book goods in from a CSV file with the columns site, sku, quantity, bin.")

    @Argument(help: "The file.")
    var file: String

    @Option(help: "What it is for, such as a delivery note.")
    var reference = "goods in"

    @OptionGroup var output: OutputOptions

    func run() async throws {
        var table = try CSVTable(ByteSource(file: file))
        try table.require("site", "sku", "quantity")
        var movements: [StockMovementRequest] = []
        while let row = try table.next() {
            let quantity = try row.integer("quantity") ?? 0
            movements.append(
                StockMovementRequest(
                    site: try row.required("site"), sku: try row.required("sku"), bin: row.text("bin"),
                    quantity: quantity))
        }
        try await StockBooking.run("receive", movements, reference: reference, output)
    }
}
