import Contracts
import Messaging

/// Takes articles, sites and bins into the catalogue, each by itself, and wakes up the orders that waited for them.
enum UpsertCatalogueHandler: MessageHandler {
    typealias Store = InventoryStore

    static func keys(of message: UpsertCatalogue, _ envelope: Envelope, into keys: inout InventoryKeys) {
        let names = message.articles.flatMap { [$0.sku] + $0.aliases }
        keys.names.formUnion(message.articles.flatMap { $0.components.map(\.sku) })
        // Whether a new kit is a component itself.
        keys.parts.formUnion(message.articles.filter { !$0.components.isEmpty }.map(\.sku))
        keys.names.formUnion(names)
        keys.names.formUnion(message.bins.map(\.sku))
        keys.awaited.formUnion(names)
        if !message.sites.isEmpty { keys.changesPlaces = true }
    }

    static func handle(
        _ message: UpsertCatalogue, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        var reasons: [Reason] = []
        var taken = (articles: 0, sites: 0, bins: 0)
        // Kits last, since they need their components.
        let articles = message.articles.enumerated()
        for (index, article) in articles.filter(\.element.components.isEmpty)
            + articles.filter({ !$0.element.components.isEmpty })
        {
            if upsert(article, "$.articles[\(index)]", &rows, &reasons, &out) { taken.articles += 1 }
        }
        for (index, site) in message.sites.enumerated() {
            if upsert(site, index, &rows, &reasons, &out) { taken.sites += 1 }
        }
        for (index, bin) in message.bins.enumerated() {
            if upsert(bin, "$.bins[\(index)]", &rows, &reasons) { taken.bins += 1 }
        }
        wake(&rows, &out)
        out.reply(
            CatalogueUpserted(
                articles: taken.articles, sites: taken.sites, bins: taken.bins, reasons: reasons),
            to: context.command)
    }

    /// The orders that waited for an article which is known now.
    static func wake(_ rows: inout InventoryRows, _ out: inout Outcome) {
        // Those that have begun to wait in this very batch are not in the database yet.
        let known = Set(rows.awaiting.map(\.id))
        for waiting in rows.awaiting + rows.waiting.rows.filter({ !known.contains($0.id) })
        where waiting.unknown.contains(where: { rows.article(named: $0) != nil }) {
            ResumeReservation(waiting).schedule(after: .zero, &out)
        }
    }

    private static func upsert(
        _ article: StockKeepingUnit, _ path: String, _ rows: inout InventoryRows, _ reasons: inout [Reason],
        _ out: inout Outcome
    ) -> Bool {
        if let reason = CatalogueCheck.refusal(of: article, path: path)
            ?? refusal(ofKit: article, path, rows)
        {
            reasons.append(reason)
            return false
        }
        for (index, alias) in article.aliases.enumerated() where alias != article.sku {
            let owner = rows.articles[alias]?.sku ?? rows.aliases[alias]?.sku
            if let reason = CatalogueCheck.refusal(
                of: alias, for: article.sku, owner: owner, path: "\(path).aliases[\(index)]")
            {
                reasons.append(reason)
            } else {
                rows.aliases[alias] = SKUAlias(alias: alias, sku: article.sku)
            }
        }
        takeLevel(of: article, &rows, &out)
        rows.articles[article.sku] = article
        for var balance in rows.balances(of: article.sku) where balance.safety != article.safetyStock {
            let before = balance.available
            balance.keepBack(article.safetyStock)
            rows.balances[balance.key] = balance
            rows.announce(balance.key, &out)
            if balance.available > before { rows.wake(waitersFor: article.sku, &out) }
        }
        return true
    }

    private static func refusal(ofKit article: StockKeepingUnit, _ path: String, _ rows: InventoryRows) -> Reason? {
        CatalogueCheck.refusal(
            ofKit: article, path: path, knows: { rows.articles[$0]?.components.isEmpty == true },
            isComponent: rows.articles.rows.contains { kit in
                kit.components.contains { $0.sku == article.sku }
            },
            hasStock: rows.balances(of: article.sku).contains { $0.onHand != 0 || $0.quarantined != 0 })
    }

    /// A kit that is made of other things than before has another level, and under a higher version. So has an article with another
    /// barcode, since some channels know it by nothing else: they are told its level anew.
    static func takeLevel(of article: StockKeepingUnit, _ rows: inout InventoryRows, _ out: inout Outcome) {
        let known = rows.articles[article.sku]
        let isRemade = known?.components ?? [] != article.components
        let isRenamed = known.map { $0.barcode != article.barcode } ?? false
        guard isRemade || isRenamed else { return }
        let told = known.map { rows.level(of: $0).version } ?? 0
        let base = rows.levelBases[article.sku] ?? 0
        rows.levelBases[article.sku] = told + 1 - (rows.level(of: article).version - base)
        if isRemade { rows.changedKits.insert(article.sku) }
        guard rows.shops.rows.contains(where: \.isOpen) else { return }
        out.schedule(
            PublishLevel(sku: article.sku), key: "level/\(article.sku)", after: rows.levelDelay, orderID: .zero)
    }

    private static func upsert(
        _ site: Site, _ ordinal: Int, _ rows: inout InventoryRows, _ reasons: inout [Reason], _ out: inout Outcome
    ) -> Bool {
        if let reason = CatalogueCheck.refusal(of: site, path: "$.sites[\(ordinal)]") {
            reasons.append(reason)
            return false
        }
        // A site that opens or closes changes the level of everything that it has: each shop is told all of it anew.
        if let known = rows.sites[site.code], known.isOpen != site.isOpen {
            for key in rows.shops.keys.sorted() { ShopChangedHandler.tellEverything(to: key, &rows, &out) }
            if site.isOpen {
                for sku in rows.awaitedSKUs { FillBackorders(sku: sku).schedule(after: .zero, &out) }
            }
        }
        // The warehouse hands back the open work of a site that closes.
        if (rows.sites[site.code]?.isOpen ?? true) != site.isOpen {
            out.publish(
                SiteChanged(site: site.code, isOpen: site.isOpen), subject: "site/\(site.code)", ordinal: ordinal)
        }
        rows.sites[site.code] = site
        return true
    }

    private static func upsert(
        _ bin: BinAssignment, _ path: String, _ rows: inout InventoryRows, _ reasons: inout [Reason]
    ) -> Bool {
        let article = rows.article(named: bin.sku)
        if let reason = CatalogueCheck.refusal(
            of: bin, knowsArticle: article != nil, knowsSite: rows.sites[bin.site] != nil, path: path)
        {
            reasons.append(reason)
            return false
        }
        let key = StockKey(sku: article?.sku ?? bin.sku, site: bin.site)
        rows.bins[key] = Bin(key: key, code: bin.bin)
        return true
    }
}
