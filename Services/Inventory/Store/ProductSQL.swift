import Contracts
import Messaging
import Postgres

/// SQL of `product`.
enum ProductSQL {
    static let load = Statement(
        "product_load",
        "SELECT sku, is_fragile, hs_code, origin, price, currency FROM product WHERE sku = ANY($1::text[])")

    /// What the engine keeps for a command that is repeated.
    static let replies = Statement("product_replies", "SELECT envelope FROM reply WHERE command_id = $1::uuid")

    private static let save = Statement(
        "product_save",
        """
        INSERT INTO product (sku, is_fragile, hs_code, origin, price, currency)
        SELECT unnest($1::text[]), unnest($2::bool[]), unnest($3::text[]), unnest($4::text[]), unnest($5::int8[]),
               unnest($6::text[])
        ON CONFLICT (sku) DO UPDATE SET is_fragile = excluded.is_fragile, hs_code = excluded.hs_code,
            origin = excluded.origin, price = excluded.price, currency = excluded.currency, fed_at = now()
        """)

    static func read(_ row: PostgresRow) throws -> ProductFacts {
        ProductFacts(
            sku: try row.string(0), isFragile: try row.boolOrNil(1), hsCode: try row.stringOrNil(2),
            origin: try row.stringOrNil(3), price: try row.int64OrNil(4),
            currency: try row.stringOrNil(5).map(Currency.init(rawValue:)))
    }

    /// After the articles, which the rows belong to.
    static func write(_ table: Table<String, ProductFacts>, in transaction: inout Transaction) throws {
        let products = (table.inserted + table.updated).sorted { $0.sku < $1.sku }
        guard !products.isEmpty else { return }
        try transaction.send(
            save, products.map(\.sku), products.map(\.isFragile), products.map(\.hsCode), products.map(\.origin),
            products.map(\.price), products.map { $0.currency?.rawValue })
    }
}
