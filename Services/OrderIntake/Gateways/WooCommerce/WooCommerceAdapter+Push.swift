import Contracts
import WireJSON

/// What a WooCommerce shop is told.
extension WooCommerceAdapter {
    package func push(
        _ push: ChannelPush, isRepeat: Bool, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        switch push {
        case .fulfilment(let content): try await fulfil(content, isRepeat: isRepeat, over: link)
        case .cancellation(let content): try await cancel(content, over: link)
        case .refund(let content):
            try await giveBack(
                content.order, content.currency.text(content.amount), [], note: "waybill:\(content.reference)",
                over: link)
        case .stock(let items): try await setStock(items, over: link)
        case .returnDecision, .acknowledgement, .invoice: .notNeeded("WooCommerce is not told of this")
        }
    }

    /// The number goes to the tracking plug-in; a shop without one has it as a note to the customer. The order is complete
    /// with its last parcel.
    private func fulfil(
        _ parcel: ChannelPush.Fulfilment, isRepeat: Bool, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let order = Self.path(parcel.order)
        var known = false
        if isRepeat { known = try await isTracked(parcel, over: link) }
        if !known {
            let tracking = "/wp-json/wc-shipment-tracking/v3/orders/\(ChannelCall.escaped(parcel.order))"
            let answer = try await link.call(
                .json("POST", "\(tracking)/shipment-trackings", Self.tracking(parcel).jsonBytes))
            // `rest_no_route`: the plug-in is not there.
            if answer.status == 404, (try? answer.json())?["code"]?.string == "rest_no_route" {
                let note: JSONValue = .members([
                    "note": .string(Self.note(parcel)), "customer_note": .bool(true),
                ])
                _ = try await link.call(.json("POST", "\(order)/notes", note.jsonBytes)).expectSuccess()
            } else {
                _ = try answer.expectSuccess()
            }
        }
        guard parcel.isLast else { return known ? .found(reference: nil) : .done(reference: nil) }
        return try await complete(parcel.order, over: link)
    }

    private func complete(_ order: String, over link: ChannelLink) async throws(ChannelFailure) -> PushOutcome {
        let body = JSONValue.members(["status": .string(Self.shippedStatus(over: link))]).jsonBytes
        _ = try await link.call(.json("PUT", Self.path(order), body)).expectSuccess()
        return .done(reference: nil)
    }

    private static func shippedStatus(over link: ChannelLink) -> String { link.option("shippedStatus") ?? "completed" }

    private func isTracked(
        _ parcel: ChannelPush.Fulfilment, over link: ChannelLink
    ) async throws(ChannelFailure) -> Bool {
        let answer = try await link.call(
            ChannelCall(
                "GET",
                "/wp-json/wc-shipment-tracking/v3/orders/\(ChannelCall.escaped(parcel.order))/shipment-trackings"))
        if answer.isSuccess {
            return try answer.json().elements.contains { $0["tracking_number"]?.text == parcel.trackingNumber }
        }
        let notes = try await link.call(ChannelCall("GET", "\(Self.path(parcel.order))/notes")).expectSuccess()
        return try notes.json().elements.contains { $0["note"]?.string == Self.note(parcel) }
    }

    static func tracking(_ parcel: ChannelPush.Fulfilment) -> JSONValue {
        .members([
            "tracking_number": .string(parcel.trackingNumber),
            "custom_tracking_provider": .string(parcel.carrier),
            "custom_tracking_link": parcel.trackingURL.map { .string($0) },
            "date_shipped": .string(String(parcel.shippedAt.rfc3339.prefix(10))),
        ])
    }

    private static func note(_ parcel: ChannelPush.Fulfilment) -> String {
        [parcel.carrier, parcel.trackingNumber, parcel.trackingURL].compactMap(\.self).joined(separator: " ")
    }

    /// Money that the shop has goes back with the units; then an order of which nothing is left is cancelled.
    private func cancel(
        _ wish: ChannelPush.Cancellation, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let order = try await link.call(ChannelCall("GET", Self.path(wish.order))).expectSuccess().json()
        if ["cancelled", "refunded"].contains(order["status"]?.string) { return .found(reference: nil) }
        if wish.completesOrder {
            let isComplete =
                WooCommerceOrderReader.isOver(order) || order["status"]?.string == Self.shippedStatus(over: link)
            return isComplete ? .found(reference: nil) : try await complete(wish.order, over: link)
        }
        var outcome = PushOutcome.found(reference: nil)
        // More than what is left of it the shop does not give back.
        let amount = wish.isPaidThere ? min(wish.amount, Self.left(of: order, in: wish.currency)) : 0
        if amount > 0 || !wish.isWhole {
            outcome = try await giveBack(
                wish.order, amount > 0 ? wish.currency.text(amount) : "0", wish.isWhole ? [] : wish.lines,
                note: "waybill:\(wish.key)", over: link)
        }
        if wish.isWhole {
            _ = try await link.call(
                .json("PUT", Self.path(wish.order), JSONValue.members(["status": .string("cancelled")]).jsonBytes)
            ).expectSuccess()
            outcome = .done(reference: nil)
        }
        return outcome
    }

    /// What was paid and not given back, in minor units; of what the order does not say, as much as there can be.
    private static func left(of order: JSONNode, in currency: Currency) -> Int64 {
        var reader = PayloadReader()
        guard let total = reader.money("total", of: order, in: currency) else { return .max }
        let refunds = order["refunds"]?.elements.map(\.self) ?? []
        return max(0, refunds.reduce(total) { $0 - abs(reader.money("total", of: $1, in: currency) ?? 0) })
    }

    /// Stock is ours: what comes back is not put on the shop's own shelf. The reason says which it was, so that a repeat
    /// finds it.
    private func giveBack(
        _ order: String, _ amount: String, _ lines: [ChannelPush.Line], note: String, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let path = "\(Self.path(order))/refunds"
        let known = try await link.call(
            ChannelCall("GET", path, query: [("per_page", "100")])
        ).expectSuccess().json()
        for refund in known.elements where refund["reason"]?.string == note {
            return .found(reference: refund["id"]?.text)
        }
        let body: JSONValue = .members([
            "amount": .string(amount), "reason": .string(note),
            // The money goes the way that it came, unless the shop's gateway cannot.
            "api_refund": .bool(link.option("gatewayRefund") != "false" && amount != "0"),
            "api_restock": .bool(false),
            "line_items": lines.isEmpty
                ? nil
                : .array(
                    lines.map { .members(["id": .numericID($0.lineID), "quantity": .whole($0.quantity)]) }),
        ])
        let answer = try await link.call(.json("POST", path, body.jsonBytes)).expectSuccess()
        return .done(reference: try answer.json()["id"]?.text)
    }

    /// Articles and their variations, a hundred at once; each has an answer of its own.
    private func setStock(
        _ items: [ChannelPush.StockItem], over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let query = [("sku", items.map(\.sku).joined(separator: ",")), ("per_page", "100")]
        let found = try await link.call(ChannelCall("GET", "/wp-json/wc/v3/products", query: query))
            .expectSuccess().json()
        var refused: [String: String] = [:]
        // Variations are told below the product that they are of.
        var updates: [String: [(sku: String, update: JSONValue)]] = [:]
        for item in items {
            guard let product = found.elements.first(where: { $0["sku"]?.text == item.sku }),
                let id = product["id"]?.text
            else {
                refused[item.sku] = "the shop has no article with this SKU"
                continue
            }
            let isVariation = product["type"]?.string == "variation"
            let path = isVariation ? "products/\(product["parent_id"]?.text ?? "0")/variations" : "products"
            updates[path, default: []].append(
                (
                    item.sku,
                    .members([
                        "id": .numericID(id), "manage_stock": .bool(true), "stock_quantity": .whole(item.units),
                    ])
                ))
        }
        for (path, list) in updates.sorted(by: { $0.key < $1.key }) {
            let body: JSONValue = .members(["update": .array(list.map(\.update))])
            let answer = try await link.call(.json("POST", "/wp-json/wc/v3/\(path)/batch", body.jsonBytes))
                .expectSuccess().json()
            for (entry, result) in zip(list, answer["update"]?.elements.map(\.self) ?? []) {
                if let error = result["error"], !error.isNull {
                    refused[entry.sku] = error["message"]?.string ?? "refused"
                }
            }
        }
        return refused.isEmpty ? .done(reference: nil) : .partly(refused: refused)
    }

    static func path(_ order: String) -> String { "/wp-json/wc/v3/orders/\(ChannelCall.escaped(order))" }
}
