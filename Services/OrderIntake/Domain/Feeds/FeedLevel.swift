/// What a shop's channel may sell of an article, as whoever works its orders from outside is told.
package struct FeedLevel: Hashable, Sendable {
    package let sku: String
    package let units: Int

    package init(sku: String, units: Int) {
        self.sku = sku
        self.units = units
    }

    /// Levels a page.
    package static let pageSize = 500
}
