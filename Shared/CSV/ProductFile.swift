package import Contracts

/// Products from CSV, as a product information system exports them.
package enum ProductFile {
    private static let columns = [
        "sku", "barcode", "title", "weight", "length", "width", "height", "fragile", "hs_code", "origin", "price",
        "currency",
    ]

    package static func read(csv source: ByteSource) throws -> [ProductFacts] {
        var table = try CSVTable(source)
        try table.require("sku", knowing: columns)
        var products: [ProductFacts] = []
        while let row = try table.next() {
            if let fault = row.fault { throw fault }
            let currency = row.text("currency").map { Currency(rawValue: $0.uppercased()) }
            if currency == nil, row.text("price") != nil { _ = try row.required("currency") }
            products.append(
                ProductFacts(
                    sku: try row.required("sku"), barcode: row.text("barcode"), title: row.text("title"),
                    weight: try row.integer("weight"), length: try row.integer("length"),
                    width: try row.integer("width"), height: try row.integer("height"),
                    isFragile: try row.flag("fragile"), hsCode: row.text("hs_code"),
                    origin: row.text("origin")?.uppercased(),
                    price: try currency.flatMap { currency in try row.money("price", currency) },
                    currency: row.text("price") == nil ? nil : currency))
        }
        return products
    }
}
