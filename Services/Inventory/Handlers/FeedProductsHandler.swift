import Contracts
import Messaging

/// Takes what a product information system says of articles into the catalogue, says where the catalogue said something else, and
/// wakes up the orders that waited for an article that was not known.
enum FeedProductsHandler: MessageHandler {
    typealias Store = InventoryStore

    static func keys(of message: FeedProducts, _ envelope: Envelope, into keys: inout InventoryKeys) {
        let names = message.products.map(\.sku)
        keys.names.formUnion(names)
        keys.products.formUnion(names)
        if !message.isPreview { keys.awaited.formUnion(names) }
    }

    static func handle(
        _ message: FeedProducts, _ context: HandlerContext, _ rows: inout InventoryRows, _ out: inout Outcome
    ) throws {
        var answer = ProductsFed(isPreview: message.isPreview)
        var seen: Set<String> = []
        for (index, product) in message.products.enumerated() {
            let path = "$.products[\(index)]"
            guard seen.insert(product.sku).inserted else {
                answer.reasons.append(
                    Reason(code: "duplicate_sku", path: path + ".sku", message: "\(product.sku) comes twice"))
                continue
            }
            let known = rows.articles[product.sku]
            let merge = ProductMerge(product, into: known, rows.products[product.sku])
            if let reason = ProductCheck.refusal(of: product, path: path)
                ?? CatalogueCheck.refusal(of: merge.article, path: path) ?? refusal(ofAlias: product, known, path, rows)
            {
                answer.reasons.append(reason)
                continue
            }
            answer.mismatches += merge.mismatches
            switch (known, merge.mismatches.isEmpty) {
            case (nil, _): answer.added += 1
            case (_, true): answer.unchanged += 1
            case (_, false): answer.changed += 1
            }
            if message.isPreview || known != nil && merge.mismatches.isEmpty { continue }
            if merge.article != known {
                UpsertCatalogueHandler.takeLevel(of: merge.article, &rows, &out)
                rows.articles[product.sku] = merge.article
            }
            if merge.facts != rows.products[product.sku] { rows.products[product.sku] = merge.facts }
        }
        if !message.isPreview { UpsertCatalogueHandler.wake(&rows, &out) }
        out.reply(answer, to: context.command)
    }

    /// An article under the name that orders use for another one would take its orders.
    private static func refusal(
        ofAlias product: ProductFacts, _ known: StockKeepingUnit?, _ path: String, _ rows: InventoryRows
    ) -> Reason? {
        guard known == nil, let alias = rows.aliases[product.sku] else { return nil }
        return Reason(
            code: "alias_taken", path: path + ".sku", message: "\(product.sku) is another name of \(alias.sku)")
    }
}
