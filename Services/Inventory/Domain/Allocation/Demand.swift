/// Units of an order line that a site must be found for. The SKU is the catalogue's own, never an alias.
struct Demand: Hashable, Sendable {
    let lineID: String
    let sku: String
    let quantity: Int
}

/// A site as the allocation sees it.
struct Candidate: Hashable, Sendable {
    let site: String
    let country: String
    let coordinates: Coordinates
    let isOpen: Bool
    /// Available to promise per SKU; what is absent is 0.
    let available: [String: Int]
}

/// Units of a line that a site sends.
struct Share: Hashable, Sendable {
    let lineID: String
    let key: StockKey
    let quantity: Int
}
