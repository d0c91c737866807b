import CSV
import Contracts

/// Articles from CSV.
enum CatalogueFile {
    private static let columns = [
        "sku", "title", "barcode", "aliases", "weight", "length", "width", "height", "safety_stock", "short_policy",
        "lead_days", "components", "site", "bin",
    ]

    static func read(csv source: ByteSource) throws -> UpsertCatalogue {
        var table = try CSVTable(source)
        try table.require("sku", knowing: columns)
        var catalogue = UpsertCatalogue()
        var known: Set<String> = []
        while let row = try table.next() {
            if let fault = row.fault { throw fault }
            let sku = try row.required("sku")
            if known.insert(sku).inserted {
                catalogue.articles.append(
                    StockKeepingUnit(
                        sku: sku, title: row.text("title") ?? sku, barcode: row.text("barcode"),
                        aliases: (row.text("aliases") ?? "").split(separator: " ").map(String.init),
                        weight: try row.integer("weight") ?? 0, length: try row.integer("length") ?? 0,
                        width: try row.integer("width") ?? 0, height: try row.integer("height") ?? 0,
                        safetyStock: try row.integer("safety_stock") ?? 0,
                        shortPolicy: row.text("short_policy").map { ShortPolicy(rawValue: $0) } ?? .reject,
                        leadDays: try row.integer("lead_days") ?? 0,
                        components: try (row.text("components") ?? "").split(separator: " ").map {
                            try component($0, row)
                        }))
            }
            if let bin = row.text("bin") {
                catalogue.bins.append(BinAssignment(site: try row.required("site"), sku: sku, bin: bin))
            }
        }
        return catalogue
    }

    /// `SKU*units`, or `SKU` for one.
    private static func component(_ text: Substring, _ row: CSVTable.Row) throws -> KitComponent {
        guard let star = text.lastIndex(of: "*") else { return KitComponent(sku: String(text), quantity: 1) }
        guard let units = Int(text[text.index(after: star)...]) else {
            throw RowError(
                line: row.line, place: "components", code: "not_a_number", "\(text) does not end in a number of units")
        }
        return KitComponent(sku: String(text[..<star]), quantity: units)
    }
}
