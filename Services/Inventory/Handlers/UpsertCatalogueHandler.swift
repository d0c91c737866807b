import Contracts
import Messaging

/// Takes articles, sites and bins into the catalogue, each by itself, and wakes up the orders that waited for them.
enum UpsertCatalogueHandler: MessageHandler {
    typealias Store = InventoryStore

    static func keys(of message: UpsertCatalogue, _ envelope: Envelope, into keys: inout InventoryKeys) {
        let names = message.articles.flatMap { [$0.sku] + $0.aliases }
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
        for (index, article) in message.articles.enumerated() {
            if upsert(article, "$.articles[\(index)]", &rows, &reasons, &out) { taken.articles += 1 }
        }
        for (index, site) in message.sites.enumerated() {
            if upsert(site, index, &rows, &reasons, &out) { taken.sites += 1 }
        }
        for (index, bin) in message.bins.enumerated() {
            if upsert(bin, "$.bins[\(index)]", &rows, &reasons) { taken.bins += 1 }
        }
        // Those that have begun to wait in this very batch are not in the database yet.
        let known = Set(rows.awaiting.map(\.id))
        for waiting in rows.awaiting + rows.waiting.rows.filter({ !known.contains($0.id) })
        where waiting.unknown.contains(where: { rows.article(named: $0) != nil }) {
            ResumeReservation(waiting).schedule(after: .zero, &out)
        }
        out.reply(
            CatalogueUpserted(
                articles: taken.articles, sites: taken.sites, bins: taken.bins, reasons: reasons),
            to: context.command)
    }

    private static func upsert(
        _ article: StockKeepingUnit, _ path: String, _ rows: inout InventoryRows, _ reasons: inout [Reason],
        _ out: inout Outcome
    ) -> Bool {
        if let reason = CatalogueCheck.refusal(of: article, path: path) {
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
        rows.articles[article.sku] = article
        for var balance in rows.balances(of: article.sku) where balance.safety != article.safetyStock {
            balance.keepBack(article.safetyStock)
            rows.balances[balance.key] = balance
            rows.announce(balance.key, &out)
        }
        return true
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
