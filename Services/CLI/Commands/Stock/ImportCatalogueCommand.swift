import ArgumentParser
import CSV
import Contracts
import Foundation
import WireJSON

struct ImportCatalogueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Add or change articles, sites and bins; what is not named stays as it is.",
        discussion: """
            JSON: {"articles": […], "sites": […], "bins": […]} as in \
            Shared/Contracts/Samples/waybill.inventory.catalogue.upsert.v1.json.
            CSV: a header line, one article a line; columns sku, title, barcode, aliases (blanks between them), weight \
            (g), length, width, height (mm), safety_stock, short_policy (reject, backorder or split: what becomes of an order \
            that the stock does not cover), lead_days (what a backorder is promised by), components (of a kit: SKU*units, \
            blanks between them), site, bin. An article with several bins takes several lines.
            """)

    @Argument(help: "A file that ends in .json or .csv.")
    var file: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let catalogue = try Self.read(file)
        let answer = try await OperatorSession.run { session in
            try await CatalogueUpload.upload(catalogue, in: session)
        }
        if output.json {
            Console.print(json: answer)
        } else {
            Console.print("\(answer.articles) articles, \(answer.sites) sites, \(answer.bins) bins taken")
            for reason in answer.reasons { Console.print("  refused: \(reason.line)") }
        }
        if !answer.reasons.isEmpty { throw ExitCode.failure }
    }

    private static func read(_ file: String) throws -> UpsertCatalogue {
        if file.lowercased().hasSuffix(".csv") { return try CatalogueFile.read(csv: try ByteSource(file: file)) }
        do {
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
            return try UpsertCatalogue.parse(bytes, limits: JSONLimits(maximumBytes: JSONLimits.largestBytes))
        } catch let error as JSONError {
            throw OperatorError("\(file): \(error)")
        } catch {
            throw OperatorError("\(file) cannot be read: \(error.localizedDescription)")
        }
    }
}
