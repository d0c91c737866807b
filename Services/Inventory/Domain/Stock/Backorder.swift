import Contracts

/// Units of an order line that wait for goods.
struct Backorder: Hashable, Sendable {
    let lineID: String
    /// As it was ordered: a kit as such.
    let sku: String
    /// Of the SKU.
    var quantity: Int
    /// Of the order line.
    var units: Int
    /// Of the SKU in one unit of the order line; 1 except for what is left of a kit.
    let perUnit: Int
    /// Whether the line is sent whole: what comes in is held, and told of only when nothing of the line waits any more.
    let isWhole: Bool
    let promisedAt: Timestamp?
}
