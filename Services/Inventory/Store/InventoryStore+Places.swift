import Contracts
import Messaging
import Postgres
import WireJSON

/// Sites and shops on their way from the database: few, so all of them come.
struct PlaceTickets {
    private let sites: Ticket
    private let shops: Ticket

    init(locking: Bool, in transaction: inout Transaction) throws {
        sites = try transaction.send(locking ? CatalogueSQL.lockSites : CatalogueSQL.loadSites)
        shops = try transaction.send(locking ? CatalogueSQL.lockShops : CatalogueSQL.loadShops)
    }

    func read(into inventory: inout InventoryRows, from transaction: inout Transaction) throws {
        inventory.sites = Table(try transaction.read(sites).map { try Site($0) }, by: \.code)
        inventory.shops = Table(try transaction.read(shops).map { try Shop($0) }, by: \.key)
    }
}

extension InventoryStore {
    func saveCatalogue(_ rows: InventoryRows, in transaction: inout Transaction) throws {
        let sites = (rows.sites.inserted + rows.sites.updated).sorted { $0.code < $1.code }
        if !sites.isEmpty {
            try transaction.send(
                CatalogueSQL.saveSites, sites.map(\.code), sites.map(\.name), sites.map(\.floor.rawValue),
                sites.map { PostgresJSON($0.address.jsonBytes) }, sites.map(\.address.country),
                sites.map(\.latitudeE6), sites.map(\.longitudeE6), sites.map(\.isOpen))
        }
        let shops = (rows.shops.inserted + rows.shops.updated).sorted { $0.key < $1.key }
        if !shops.isEmpty {
            try transaction.send(
                CatalogueSQL.saveShops, shops.map(\.key.channel), shops.map(\.key.shop), shops.map(\.isOpen),
                shops.map(\.buffer), shops.map(\.sequence), shops.map(\.version))
        }
        let articles = (rows.articles.inserted + rows.articles.updated).sorted { $0.sku < $1.sku }
        if !articles.isEmpty {
            try transaction.send(
                CatalogueSQL.saveArticles, articles.map(\.sku), articles.map(\.title), articles.map(\.barcode),
                articles.map(\.weight), articles.map(\.length), articles.map(\.width), articles.map(\.height),
                articles.map(\.safetyStock), articles.map(\.shortPolicy.rawValue), articles.map(\.leadDays),
                articles.map { rows.levelBases[$0.sku] ?? 0 })
        }
        try ProductSQL.write(rows.products, in: &transaction)
        let kits = articles.filter { rows.changedKits.contains($0.sku) }
        if !kits.isEmpty {
            try transaction.send(CatalogueSQL.deleteComponents, kits.map(\.sku))
            let parts = kits.flatMap { kit in kit.components.enumerated().map { (kit.sku, $0.offset, $0.element) } }
            try transaction.send(
                CatalogueSQL.insertComponents, parts.map(\.0), parts.map(\.2.sku), parts.map(\.2.quantity),
                parts.map { Int16(clamping: $0.1) })
        }
        let aliases = rows.aliases.inserted.sorted { $0.alias < $1.alias }
        if !aliases.isEmpty {
            try transaction.send(CatalogueSQL.saveAliases, aliases.map(\.alias), aliases.map(\.sku))
        }
        let bins = (rows.bins.inserted + rows.bins.updated).sorted { $0.key < $1.key }
        if !bins.isEmpty {
            try transaction.send(
                CatalogueSQL.saveBins, bins.map(\.key.sku), bins.map(\.key.site), bins.map(\.code))
        }
    }
}

extension Site {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            code: try row.string(0), name: try row.string(1), floor: FloorKind(rawValue: try row.string(2)),
            address: try Address.parse(try row.json(3)), latitudeE6: try row.int(4), longitudeE6: try row.int(5),
            isOpen: try row.bool(6))
    }
}

extension Shop {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            key: Key(channel: try row.string(0), shop: try row.string(1)), isOpen: try row.bool(2),
            buffer: try row.int(3), sequence: try row.int64(4), version: try row.int64(5))
    }
}
