import FoundationEssentials

/// What a batch of messages needs, gathered over all of them.
package struct InventoryKeys: Sendable {
    var reservations: Set<UUID> = []
    /// Articles and kits whose waiting orders are to be filled; their reservations are looked up.
    var fills: Set<String> = []
    /// Units that go by a count; the reservations that would no longer be covered are looked up.
    var takings: [StockKey: Int] = [:]
    /// Articles whose kits are needed too.
    var parts: Set<String> = []
    var restocks: Set<Restock> = []
    /// SKUs or aliases: the articles, and what every site has of them.
    var names: Set<String> = []
    /// Names that orders may be waiting for.
    var awaited: Set<String> = []
    /// Articles of which what a product information system says is needed too.
    var products: Set<String> = []
    /// Starting points of pages of levels: the SKU before the page, or nothing.
    var pages: Set<String> = []
    /// Whether sites and shops will be changed and must be locked; everything else only reads them.
    var changesPlaces = false

    /// Nothing is to be loaded, not even sites and shops.
    var isEmpty: Bool {
        reservations.isEmpty && fills.isEmpty && takings.isEmpty && parts.isEmpty && restocks.isEmpty && names.isEmpty
            && awaited.isEmpty && pages.isEmpty && !changesPlaces
    }
}
