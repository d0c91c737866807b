import Contracts
import WireJSON

struct SeedResult: Sendable {
    var orders: Int
    /// With the templates and the clean-up.
    var took: Duration
    /// The copies alone.
    var copied: Duration
    var bytes: Int64
    /// Rows that were ever added, by table.
    var tables: [String: Int64]

    var json: JSONValue {
        .object([
            ("measure", .string("seed")), ("orders", .int(orders)), ("seconds", .decimal(took.inSeconds)),
            ("copySeconds", .decimal(copied.inSeconds)), ("databaseBytes", .int(bytes)),
            ("rows", .int(tables.values.reduce(0, +))),
        ])
    }

    var text: String {
        """
        \(orders) finished orders seeded in \(took.short), of which \(copied.short) by COPY \
        (\((Double(orders) / copied.inSeconds).fixed(0)) orders/s); the database grew by \
        \((Double(bytes) / 1e9).fixed(2)) GB, \((Double(bytes) / Double(max(1, orders)) / 1000).fixed(1)) KB an order
        """
    }
}
