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
        let source = parcel.site.flatMap { link.option("source.\($0)") } ?? link.option("source")
        let body: JSONValue = .members([
            "items": .array(
                parcel.lines.map {
                    .members(["order_item_id": .numericID($0.lineID), "qty": .whole($0.quantity)])
                }),
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
