import Contracts
import FoundationEssentials
import WireJSON

extension ShopifyAdapter {
    /// Compares before it sets: what Shopify sells in between makes the whole call void, and the next one begins with what
    /// there is then.
    func setStock(
        _ items: [ChannelPush.StockItem], over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let place = try await location(over: link)
        for _ in 0..<4 {
            let levels = try await levels(of: items, at: place, over: link)
            var refused: [String: String] = [:]
            var quantities: [JSONValue] = []
            for item in items {
                guard let all = levels[item.sku] else {
                    refused[item.sku] = "Shopify has no article with this SKU at the location"
                    continue
                }
                // Several variants may share a SKU: each shows what there is of it.
                for level in all where level.units != item.units {
                    quantities.append(
                        .members([
                            "inventoryItemId": .string(level.item), "locationId": .string(place),
                            "quantity": .whole(item.units),
                            comparison(over: link): .whole(level.units),
                        ]))
                }
            }
            let outcome: PushOutcome = refused.isEmpty ? .done(reference: nil) : .partly(refused: refused)
            guard !quantities.isEmpty else { return refused.isEmpty ? .found(reference: nil) : outcome }
            let input: JSONValue = .members([
                "name": .string("available"), "reason": .string("correction"), "quantities": .array(quantities),
            ])
            // Of the very change, so that a repeat of it collapses and another one does not.
            let key = UUID.v5("stock/\(link.shop.text)", in: .v5(String(decoding: input.jsonBytes, as: UTF8.self))).text
            let answer = try await ask(
                ShopifyQueries.setStock(key: isCurrent(over: link) ? key : nil), ["input": input],
                "inventorySetQuantities", isLenient: true, over: link)
            let problems = answer["userErrors"]?.elements.map(\.self) ?? []
            if problems.isEmpty { return outcome }
            guard problems.allSatisfy({ $0["code"]?.string?.hasSuffix("_STALE") ?? false }) else {
                throw .refused(Self.text(problems))
            }
        }
        throw .notYet("Shopify sells faster than it can be told")
    }

    /// Since 2026-04 the comparison has another name, and a key makes a repeat collapse.
    private func isCurrent(over link: ChannelLink) -> Bool { version(over: link) >= "2026-04" }

    private func comparison(over link: ChannelLink) -> String {
        isCurrent(over: link) ? "changeFromQuantity" : "compareQuantity"
    }

    private func levels(
        of items: [ChannelPush.StockItem], at place: String, over link: ChannelLink
    ) async throws(ChannelFailure) -> [String: [(item: String, units: Int)]] {
        let words = items.map { "sku:'\($0.sku.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'" }
        func page(after cursor: String?) async throws(ChannelFailure) -> JSONNode? {
            try await query(
                ShopifyQueries.levels,
                .members([
                    "query": .string(words.joined(separator: " OR ")), "place": .string(place),
                    "count": .whole(min(100, items.count * 2)), "after": cursor.map { .string($0) },
                ]), over: link)["inventoryItems"]
        }
        var levels: [String: [(item: String, units: Int)]] = [:]
        let found = try await nodes(try await page(after: nil)) { cursor throws(ChannelFailure) in
            try await page(after: cursor)
        }
        for node in found {
            guard let sku = node["sku"]?.string, let id = node["id"]?.string,
                let quantities = node["inventoryLevel"]?["quantities"]?.elements.map(\.self),
                let units = quantities.first(where: { $0["name"]?.string == "available" })?["quantity"]?.int
            else { continue }
            levels[sku, default: []].append((id, units))
        }
        return levels
    }

    /// The connection's `location`, else the shop's first.
    private func location(over link: ChannelLink) async throws(ChannelFailure) -> String {
        if let named = link.option("location") { return Self.gid("Location", named) }
        return try await link.token("location") { () async throws(ChannelFailure) in
            let data = try await query(ShopifyQueries.locations, .object([]), over: link)
            guard let id = data["locations"]?["nodes"]?[0]?["id"]?.string else {
                throw .misconfigured("the shop has no location; the connection may name one as `location`")
            }
            return (text: id, lifetime: .seconds(3600))
        }
    }
}
