import Contracts
import Postgres
import WireJSON

/// The ledger of stock added up to a movement, so that an audit has to read only what came behind it.
///
/// Movements are numbered when they are written, not when they are committed: one of a long transaction may turn up below
/// the last that was added. So what these books say to be wrong is broken only when the whole ledger says so too.
struct StockBooks: Sendable, Hashable {
    struct Balance: Sendable, Hashable {
        var sku: String
        var site: String
        var onHand: Int64
        var reserved: Int64
        var quarantined: Int64
    }

    /// The last movement that is in it.
    var through: Int64
    var balances: [Balance]

    static let empty = StockBooks(through: 0, balances: [])

    /// In inventory's schema: the last movement whose predecessors have surely been committed.
    private static let last = Statement(
        "audit_stock_last",
        """
        SELECT id FROM stock_movement WHERE id > $1::int8 AND at < now() - interval '1 minute'
        ORDER BY id DESC LIMIT 1
        """)

    private static let sums = Statement(
        "audit_stock_sums",
        """
        SELECT sku, site, sum(on_hand)::int8, sum(reserved)::int8, sum(quarantined)::int8
        FROM (SELECT sku COLLATE "C" AS sku, site COLLATE "C" AS site, on_hand, reserved, quarantined
              FROM unnest($1::text[], $2::text[], $3::int8[], $4::int8[], $5::int8[])
                  AS k (sku, site, on_hand, reserved, quarantined)
              UNION ALL
              SELECT sku, site, on_hand, reserved, quarantined FROM stock_movement
              WHERE id > $6::int8 AND id <= $7::int8) m
        GROUP BY sku, site ORDER BY sku, site
        """)

    /// These books with all that is settled by now.
    func closed(on inventory: PostgresConnection) async throws -> StockBooks {
        guard let end = try await inventory.query(Self.last, through).first?.int64(0) else { return self }
        let rows = try await inventory.query(
            Self.sums, balances.map(\.sku), balances.map(\.site), balances.map(\.onHand), balances.map(\.reserved),
            balances.map(\.quarantined), through, end)
        return StockBooks(
            through: end,
            balances: try rows.map { row in
                Balance(
                    sku: try row.string(0), site: try row.string(1), onHand: try row.int64(2),
                    reserved: try row.int64(3), quarantined: try row.int64(4))
            })
    }
}

extension StockBooks: JSONCodable {
    init(from json: JSONNode) throws(JSONError) {
        through = try json.decode("through")
        balances = try json.decode("balances")
    }

    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("through", through)
            json.write("balances", balances)
        }
    }
}

extension StockBooks.Balance: JSONCodable {
    init(from json: JSONNode) throws(JSONError) {
        sku = try json.decode("sku")
        site = try json.decode("site")
        onHand = try json.decode("onHand")
        reserved = try json.decode("reserved")
        quarantined = try json.decode("quarantined")
    }

    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("sku", sku)
            json.write("site", site)
            json.write("onHand", onHand)
            json.write("reserved", reserved)
            json.write("quarantined", quarantined)
        }
    }
}
