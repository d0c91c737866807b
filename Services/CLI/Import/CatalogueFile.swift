import Contracts

/// Articles from CSV.
enum CatalogueFile {
    private static let columns = [
        "sku", "title", "barcode", "aliases", "weight", "length", "width", "height", "safety_stock", "site", "bin",
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
                        safetyStock: try row.integer("safety_stock") ?? 0))
            }
            if let bin = row.text("bin") {
                catalogue.bins.append(BinAssignment(site: try row.required("site"), sku: sku, bin: bin))
            }
        }
        return catalogue
    }
}
