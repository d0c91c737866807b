/// What the channel sells, and how much of it.
package struct Article: Sendable, Hashable {
    package let sku: String
    package let barcode: String
    /// The channel's own id.
    package let id: String
    package var stock: Int
    /// In minor units.
    package let price: Int64
}
