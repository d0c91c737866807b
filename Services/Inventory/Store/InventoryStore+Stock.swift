import Contracts
import Messaging
import Postgres
import WireJSON

/// Articles and their balances on their way from the database.
struct StockTickets {
    private var articles: Ticket?
    private var aliases: Ticket?
    private var products: Ticket?
    private var balances: Ticket?
    private var waiters: Ticket?
    private var awaited: Ticket?
    private var restocks: Ticket?
    private var pages: [(after: String, ticket: Ticket)] = []

    init(_ keys: InventoryKeys, in transaction: inout Transaction) throws {
        let (names, parts) = (Array(keys.names), Array(keys.parts))
        let reservations = Array(keys.reservations)
        if !names.isEmpty {
            articles = try transaction.send(CatalogueSQL.loadArticles, names, parts)
            aliases = try transaction.send(CatalogueSQL.loadAliases, names)
        }
        if !keys.products.isEmpty { products = try transaction.send(ProductSQL.load, Array(keys.products)) }
        if !names.isEmpty || !reservations.isEmpty {
            balances = try transaction.send(StockSQL.loadBalances, names, reservations, parts)
            waiters = try transaction.send(StockSQL.loadWaiters, names, reservations, parts)
        }
        if keys.changesPlaces { awaited = try transaction.send(StockSQL.loadAwaitedSKUs) }
        if !keys.restocks.isEmpty {
            restocks = try transaction.send(StockSQL.loadRestocks, Array(Set(keys.restocks.map(\.returnID))))
        }
        for after in keys.pages.sorted() {
            let ticket = try transaction.send(StockSQL.loadPage, after, PublishShopLevels.pageSize)
            pages.append((after, ticket))
        }
    }

    func read(into inventory: inout InventoryRows, from transaction: inout Transaction) throws {
        if let articles {
            for row in try transaction.read(articles) {
                let article = try StockKeepingUnit(row)
                inventory.articles.load(article, as: article.sku)
                inventory.levelBases[article.sku] = try row.int64(11)
            }
        }
        if let aliases {
            let rows = try transaction.read(aliases)
            inventory.aliases = Table(
                try rows.map { SKUAlias(alias: try $0.string(0), sku: try $0.string(1)) }, by: \.alias)
        }
        if let products {
            for row in try transaction.read(products) {
                let facts = try ProductSQL.read(row)
                inventory.products.load(facts, as: facts.sku)
            }
        }
        if let balances {
            for row in try transaction.read(balances) {
                let balance = try Balance(row)
                inventory.balances.load(balance, as: balance.key)
                if let code = try row.stringOrNil(7) {
                    inventory.bins.load(Bin(key: balance.key, code: code), as: balance.key)
                }
            }
        }
        if let waiters {
            for row in try transaction.read(waiters) {
                inventory.waiters[try row.string(0), default: [:]][try row.string(1)] = try row.int(2)
            }
        }
        if let awaited { inventory.awaitedSKUs = try transaction.read(awaited).map { try $0.string(0) } }
        if let restocks {
            for row in try transaction.read(restocks) {
                let receipt = Restock(returnID: try row.uuid(0), ordinal: try row.int(1))
                inventory.restocks.load(receipt, as: receipt)
            }
        }
        for page in pages {
            inventory.pages[page.after] = try transaction.read(page.ticket).map { row in
                SKULevel(
                    sku: try row.string(0), available: try row.int(1), version: try row.int64(2),
                    barcode: try row.stringOrNil(3))
            }
        }
    }
}

extension InventoryStore {
    func saveStock(_ rows: InventoryRows, in transaction: inout Transaction) throws {
        let inserted = rows.balances.inserted.sorted { $0.key < $1.key }
        let updated = rows.balances.updated.sorted { $0.key < $1.key }
        if !inserted.isEmpty {
            try transaction.send(
                StockSQL.insertBalances, inserted.map(\.key.sku), inserted.map(\.key.site), inserted.map(\.onHand),
                inserted.map(\.reserved), inserted.map(\.safety), inserted.map(\.version),
                inserted.map(\.isAnnounced), inserted.map(\.quarantined))
        }
        if !updated.isEmpty {
            try transaction.send(
                StockSQL.updateBalances, updated.map(\.key.sku), updated.map(\.key.site), updated.map(\.onHandChange),
                updated.map(\.reservedChange), updated.map(\.withheld), updated.map(\.safety),
                updated.map(\.loadedVersion), updated.map(\.version), updated.map(\.isAnnounced), updated.count,
                updated.map(\.quarantinedChange))
        }
        let receipts = rows.restocks.inserted.sorted { ($0.returnID.text, $0.ordinal) < ($1.returnID.text, $1.ordinal) }
        if !receipts.isEmpty {
            try transaction.send(
                StockSQL.insertRestocks, receipts.map(\.returnID), receipts.map { Int32(clamping: $0.ordinal) })
        }
        let ledger = rows.ledger
        guard !ledger.isEmpty else { return }
        if ledger.contains(where: { $0.kind == .consume && $0.onHand < $0.reserved }) {
            try transaction.send(StockSQL.knowFurtherRows)
        }
        try transaction.send(
            StockSQL.appendLedger, ledger.map(\.key.sku), ledger.map(\.key.site), ledger.map(\.kind.rawValue),
            ledger.map(\.onHand), ledger.map(\.reserved), ledger.map(\.reference), ledger.map(\.orderID),
            ledger.map(\.messageID), ledger.map(\.actor), ledger.map(\.quarantined))
    }
}

extension Balance {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            key: StockKey(sku: try row.string(0), site: try row.string(1)), onHand: try row.int(2),
            reserved: try row.int(3), quarantined: try row.int(8), safety: try row.int(4), version: try row.int64(5),
            isAnnounced: try row.bool(6))
    }
}

extension StockKeepingUnit {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            sku: try row.string(0), title: try row.string(1), barcode: try row.stringOrNil(2),
            weight: try row.int(3), length: try row.int(4), width: try row.int(5), height: try row.int(6),
            safetyStock: try row.int(7), shortPolicy: ShortPolicy(rawValue: try row.string(8)),
            leadDays: try row.int(9), components: try [KitComponent].parse(try row.json(10)))
    }
}
