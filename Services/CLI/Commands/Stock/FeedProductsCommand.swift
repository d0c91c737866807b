import ArgumentParser
import CSV
import Contracts
import Foundation
import Postgres
import WireJSON

struct FeedProductsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed", abstract: "Take in what a product information system (PIM) says of articles.",
        discussion: """
            What it does not say of an article stays as it is, and what the catalogue said otherwise is reported. Orders that wait \
            for an article go on by themselves. JSON: a list, or {"products": […]} as in \
            Shared/Contracts/Samples/waybill.inventory.products.feed.v1.json. CSV: a header line, one article a line; columns \
            sku, barcode, title, weight (g), length, width, height (mm), fragile, hs_code, origin (two letters), price, currency.
            """)

    @Argument(help: "A file that ends in .json or .csv.")
    var file: String

    @Flag(help: "Only report what differs; change nothing.")
    var preview = false

    @Flag(help: "The file has all articles: report those of the catalogue that it lacks.")
    var complete = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let products = try Self.read(file)
        let (answer, missing) = try await OperatorSession.run { session in
            var sum = ProductsFed(isPreview: preview)
            var bar = ProgressBar("products")
            for start in stride(from: 0, to: products.count, by: Self.atOnce) {
                let part = FeedProducts(
                    products: Array(products[start...].prefix(Self.atOnce)), isPreview: preview)
                let answer = try await session.reply(
                    ProductsFed.self, to: try await session.send(part), within: .seconds(60))
                sum.add(answer, from: start)
                bar.show(min(start + Self.atOnce, products.count), of: products.count)
            }
            bar.end()
            return (sum, complete ? try await Self.missing(products, session) : [])
        }
        if output.json {
            Console.print(json: Self.json(answer, missing))
        } else {
            Self.print(answer, missing)
        }
        if !answer.reasons.isEmpty { throw ExitCode.failure }
    }

    /// So many articles are locked at once, for a moment only.
    private static let atOnce = 250

    private static func missing(_ products: [ProductFacts], _ session: OperatorSession) async throws -> [String] {
        let fed = Set(products.map(\.sku))
        let known = try await session.database(.inventory).query(CatalogueQueries.skus).map { try $0.string(0) }
        return known.filter { !fed.contains($0) }
    }

    private static func print(_ answer: ProductsFed, _ missing: [String]) {
        let verb = answer.isPreview ? "would be " : ""
        Console.print(
            "\(answer.added) articles \(verb)added, \(answer.changed) \(verb)changed, \(answer.unchanged) as they were")
        var table = TextTable("sku", "field", "catalogue", "feed")
        for mismatch in answer.mismatches {
            table.add(mismatch.sku, mismatch.field, mismatch.catalogue ?? "", mismatch.feed)
        }
        if !table.isEmpty { Console.print(table.render()) }
        for reason in answer.reasons { Console.print("  refused: \(reason.line)") }
        for sku in missing { Console.print("  not in the feed: \(sku)") }
    }

    private static func json(_ answer: ProductsFed, _ missing: [String]) -> JSONValue {
        .object([
            ("added", .int(answer.added)), ("changed", .int(answer.changed)), ("unchanged", .int(answer.unchanged)),
            ("isPreview", .bool(answer.isPreview)),
            (
                "mismatches",
                .array(
                    answer.mismatches.map { mismatch in
                        .object([
                            ("sku", .string(mismatch.sku)), ("field", .string(mismatch.field)),
                            ("catalogue", .text(mismatch.catalogue)), ("feed", .string(mismatch.feed)),
                        ])
                    })
            ),
            ("reasons", .array(answer.reasons.map { .string($0.line) })),
            ("missing", .array(missing.map { .string($0) })),
        ])
    }

    private static func read(_ file: String) throws -> [ProductFacts] {
        if file.lowercased().hasSuffix(".csv") { return try ProductFile.read(csv: try ByteSource(file: file)) }
        do {
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
            return try ProductFacts.list(in: bytes)
        } catch let error as JSONError {
            throw OperatorError("\(file): \(error)")
        } catch {
            throw OperatorError("\(file) cannot be read: \(error.localizedDescription)")
        }
    }
}
