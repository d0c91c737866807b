/// An article at a site: what a balance, a bin and a line of the ledger are kept for.
struct StockKey: Hashable, Comparable, Sendable {
    let sku: String
    let site: String

    /// The order in which rows are inserted; every writer must take them in one order.
    static func < (left: StockKey, right: StockKey) -> Bool {
        (left.sku, left.site) < (right.sku, right.site)
    }
}
