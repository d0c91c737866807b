import Contracts
import WireJSON

/// What a Magento shop is told. Its documents are looked for first: a shipment by its number, a credit memo by our key.
extension MagentoAdapter {
    package func push(
        _ push: ChannelPush, isRepeat: Bool, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        switch push {
        case .fulfilment(let content): try await ship(content, over: link)
        case .cancellation(let content): try await cancel(content, over: link)
        case .refund(let content): try await giveBack(content, over: link)
        case .stock(let items): try await setStock(items, over: link)
        case .returnDecision, .acknowledgement, .invoice: .notNeeded("Magento is not told of this")
        }
    }

    /// From the source that the parcel was sent from, where the shop has several.
    private func ship(
        _ parcel: ChannelPush.Fulfilment, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        for known in try await list("shipments", of: [parcel.order], over: link) {
            let numbers = known["tracks"]?.elements.compactMap { $0["track_number"]?.text } ?? []
            if numbers.contains(parcel.trackingNumber) { return .found(reference: known["entity_id"]?.text) }
        }
        if link.option("invoice") == "true", try await list("invoices", of: [parcel.order], over: link).isEmpty {
            let body: JSONValue = .members(["capture": .bool(true), "notify": .bool(false)])
            _ = try await link.call(
                .json("POST", "/rest/V1/order/\(ChannelCall.escaped(parcel.order))/invoice", body.jsonBytes)
            ).expectSuccess()
        }
        let items = try await self.items(in: parcel, over: link)
        let source = parcel.site.flatMap { link.option("source.\($0)") } ?? link.option("source")
        let body: JSONValue = .members([
            "items": .array(
                items.map { .members(["order_item_id": .numericID($0.lineID), "qty": .whole($0.quantity)]) }),
            "notify": .bool(link.option("notifyCustomer") == "true"),
            "tracks": .array([
                .members([
                    "track_number": .string(parcel.trackingNumber), "title": .string(parcel.carrier),
                    "carrier_code": .string(link.option("carrier.\(parcel.carrier)") ?? "custom"),
                ])
            ]),
            "arguments": source.map {
                .members(["extension_attributes": .members(["source_code": .string($0)])])
            },
        ])
        let answer = try await link.call(
            .json("POST", "/rest/V1/order/\(ChannelCall.escaped(parcel.order))/ship", body.jsonBytes)
        ).expectSuccess()
        return .done(reference: try answer.json().text)
    }

    /// Of a bundle that is sent together Magento takes the bundle, of one that is sent separately what is in it. The order does
    /// not say which it is; its product does.
    private func items(
        in parcel: ChannelPush.Fulfilment, over link: ChannelLink
    ) async throws(ChannelFailure) -> [ChannelPush.Line] {
        let order = try await link.call(
            ChannelCall("GET", "/rest/V1/orders/\(ChannelCall.escaped(parcel.order))")
        ).expectSuccess().json()
        let bundles = MagentoBundles(of: order, isOfGoods: true)
        let touched = bundles.touched(by: parcel.lines)
        guard !touched.isEmpty else { return parcel.lines }
        let filter = "searchCriteria[filterGroups][0][filters][0]"
        let root = try await link.call(
            ChannelCall(
                "GET", "/rest/V1/products",
                query: [
                    ("\(filter)[field]", "entity_id"), ("\(filter)[conditionType]", "in"),
                    ("\(filter)[value]", touched.compactMap(\.productID).joined(separator: ",")),
                ])
        ).expectSuccess().json()
        var isTogether: [String: Bool] = [:]
        for bundle in touched {
            let product = root["items"]?.elements.first { $0["id"]?.text == bundle.productID }
            let type = product?["custom_attributes"]?.elements.first { $0["attribute_code"]?.string == "shipment_type" }
            guard let word = type?["value"]?.text, ["0", "1"].contains(word) else {
                throw .refused(
                    "Magento does not say whether bundle \(bundle.sku) is sent together: enter the parcel by hand")
            }
            isTogether[bundle.id] = word == "0"
        }
        return try bundles.items(for: parcel.lines) { isTogether[$0.id] == true }
    }

    /// All or none: when one is refused, each half is told for itself, down to the one that is not taken.
    private func setStock(
        _ items: [ChannelPush.StockItem], over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let answer = try await tell(items, over: link)
        if answer.isSuccess { return .done(reference: nil) }
        guard items.count > 1 else { return .partly(refused: [items[0].sku: answer.refusal.message]) }
        var refused: [String: String] = [:]
        for half in [items.prefix(items.count / 2), items.dropFirst(items.count / 2)] {
            if case .partly(let some) = try await setStock(Array(half), over: link) { refused.merge(some) { $1 } }
        }
        return refused.isEmpty ? .done(reference: nil) : .partly(refused: refused)
    }

    private func tell(
        _ items: [ChannelPush.StockItem], over link: ChannelLink
    ) async throws(ChannelFailure) -> ChannelAnswer {
        let source = link.option("stockSource") ?? link.option("source") ?? "default"
        let body: JSONValue = .members([
            "sourceItems": .array(
                items.map { item in
                    .members([
                        "sku": .string(item.sku), "source_code": .string(source), "quantity": .whole(item.units),
                        "status": .whole(item.units > 0 ? 1 : 0),
                    ])
                })
        ])
        return try await link.call(.json("POST", "/rest/V1/inventory/source-items", body.jsonBytes))
    }
}
