import FoundationEssentials

/// What a batch of messages needs, gathered over all of them.
package struct InventoryKeys: Sendable {
    var reservations: Set<UUID> = []
    /// SKUs or aliases: the articles, and what every site has of them.
    var names: Set<String> = []
    /// Names that orders may be waiting for.
    var awaited: Set<String> = []
    /// Starting points of pages of levels: the SKU before the page, or nothing.
    var pages: Set<String> = []
    /// Whether sites and shops will be changed and must be locked; everything else only reads them.
    var changesPlaces = false

    /// Nothing is to be loaded, not even sites and shops.
    var isEmpty: Bool {
        reservations.isEmpty && names.isEmpty && awaited.isEmpty && pages.isEmpty && !changesPlaces
    }
}
