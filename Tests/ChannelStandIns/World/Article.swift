/// What the channel sells, and how much of it.
package struct Article: Sendable, Hashable {
    package let sku: String
    package let barcode: String
    /// The channel's own id.
    package let id: String
    package var stock: Int
    /// In minor units.
    package let price: Int64

    package init(sku: String, barcode: String, id: String, stock: Int, price: Int64) {
        self.sku = sku
        self.barcode = barcode
        self.id = id
        self.stock = stock
        self.price = price
    }
}
