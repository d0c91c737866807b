import Contracts
import FoundationEssentials
import Messaging

/// What a batch has loaded of the inventory, and what its handlers changed of it.
package struct InventoryRows: Sendable {
    var reservations = Table<UUID, Reservation>()
    var waiting = Table<UUID, WaitingReservation>()
    var balances = Table<StockKey, Balance>()
    var articles = Table<String, StockKeepingUnit>()
    /// What a product information system says of some of them.
    var products = Table<String, ProductFacts>()
    var aliases = Table<String, SKUAlias>()
    var sites = Table<String, Site>()
    var bins = Table<StockKey, Bin>()
    var shops = Table<Shop.Key, Shop>()
    /// Lines to append to the ledger; filled by ``book(_:_:)`` alone.
    var ledger: [StockMovement] = []
    /// Orders that wait for one of the awaited names; read without a lock.
    var awaiting: [WaitingReservation] = []
    /// By starting point: the levels of the articles that come next.
    var pages: [String: [SKULevel]] = [:]
    /// By article, then by what is waited for, the article itself or a kit of it: units that wait.
    var waiters: [String: [String: Int]] = [:]
    /// All that is waited for; known only where places change.
    var awaitedSKUs: [String] = []
    /// Receipts of returns that were booked before.
    var restocks = Table<Restock, Restock>()
    /// Kits whose components are other ones now.
    var changedKits: Set<String> = []
    /// What is added to the version of an article's level.
    var levelBases: [String: Int64] = [:]
    /// For how long what is held for an unpaid order is held.
    var unpaidHold: Duration = .seconds(86_400)
    /// How long changes of an article are gathered before the shops are told.
    var levelDelay: Duration = .milliseconds(100)

    /// The article that an order means by a name: a SKU goes before an alias.
    func article(named name: String) -> StockKeepingUnit? {
        articles[name] ?? aliases[name].flatMap { articles[$0.sku] }
    }

    /// The balance, or the empty one of an article that a site has never had.
    func balance(at key: StockKey) -> Balance {
        balances[key] ?? Balance(key: key, safety: articles[key.sku]?.safetyStock ?? 0)
    }

    func balances(of sku: String) -> [Balance] {
        sites.keys.sorted().compactMap { balances[StockKey(sku: sku, site: $0)] }
    }
}
