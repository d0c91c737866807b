/// What shops are told of an article.
struct SKULevel: Hashable, Sendable {
    let sku: String
    /// Available to promise over all open sites.
    let available: Int
    /// The sum of the balances' versions: it rises with every change at any site, and nobody has to count it.
    let version: Int64
    /// By which channels may know the article.
    let barcode: String?

    init(sku: String, available: Int, version: Int64, barcode: String? = nil) {
        self.sku = sku
        self.barcode = barcode
        self.available = available
        self.version = version
    }

    /// - Parameter balances: of the article, at every site.
    init(sku: String, balances: [Balance], isOpen: (String) -> Bool) {
        self.init(
            sku: sku, available: balances.reduce(0) { isOpen($1.key.site) ? $0 + $1.available : $0 },
            version: balances.reduce(0) { $0 + $1.version })
    }

    /// What one shop is shown. The shop's version counts in, so that a changed buffer is newer too.
    func shown(to shop: Shop) -> (available: Int, version: Int64) {
        (max(0, available - shop.buffer), version + shop.version)
    }
}
