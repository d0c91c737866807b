/// Another name that orders may use for an article, such as `<channel>:<variant id>`.
struct SKUAlias: Hashable, Sendable {
    let alias: String
    let sku: String
}

/// Where an article lies at a site.
struct Bin: Hashable, Sendable {
    /// For goods that nobody has given a place yet; the floor asks for them by this name.
    static let unassigned = "UNASSIGNED"

    let key: StockKey
    let code: String
}
