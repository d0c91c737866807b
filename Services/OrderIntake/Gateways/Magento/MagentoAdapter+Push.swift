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
        for known in try await documents("shipments", of: parcel.order, over: link) {
            let numbers = known["tracks"]?.elements.compactMap { $0["track_number"]?.text } ?? []
            if numbers.contains(parcel.trackingNumber) { return .found(reference: known["entity_id"]?.text) }
        }
        if link.option("invoice") == "true", try await documents("invoices", of: parcel.order, over: link).isEmpty {
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

    /// Unpaid, it is cancelled as a whole; what is paid goes back by a credit memo.
    private func cancel(
        _ wish: ChannelPush.Cancellation, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let path = ChannelCall.escaped(wish.order)
        let order = try await link.call(ChannelCall("GET", "/rest/V1/orders/\(path)")).expectSuccess().json()
        if ["canceled", "closed"].contains(order["state"]?.string) { return .found(reference: nil) }
        if wish.isWhole {
            let answer = try await link.call(.json("POST", "/rest/V1/orders/\(path)/cancel", Array("{}".utf8)))
            if answer.isSuccess, try answer.json().bool == true { return .done(reference: nil) }
        }
        guard wish.isPaidThere else {
            throw .refused(
                "Magento cancels an unpaid order as a whole only, and not once it is invoiced: \(wish.order)")
        }
        let key = "waybill:\(wish.key)"
        if let known = try await creditMemo(key, of: wish.order, over: link) { return .found(reference: known) }
        return try await credit(
            wish.order, wish.lines, shipping: wish.isWhole ? Self.shipping(of: order, in: wish.currency) : nil,
            key: key, over: link)
    }

    /// The money of a return, whatever its units cost. A memo without items is one of all that is left; so it names every one with
    /// none of it, which Magento takes while some shipping can be given back, or else those that came back, and what
    /// the money is more or less than their price.
    private func giveBack(
        _ refund: ChannelPush.Refund, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let key = "waybill:\(refund.reference)"
        if let known = try await creditMemo(key, of: refund.order, over: link) { return .found(reference: known) }
        let order = try await link.call(
            ChannelCall("GET", "/rest/V1/orders/\(ChannelCall.escaped(refund.order))")
        ).expectSuccess().json()
        let items = order["items"]?.elements.map(\.self) ?? []
        if Self.shipping(of: order, in: refund.currency) != nil {
            let none = items.compactMap { $0["item_id"]?.text }.map { ChannelPush.Line(lineID: $0, quantity: 0) }
            guard !none.isEmpty else { throw .refused("order \(refund.order) has no items at Magento") }
            return try await credit(
                refund.order, none, adjustment: refund.amount, in: refund.currency, key: key, over: link)
        }
        var units: [ChannelPush.Line] = []
        var price: Int64 = 0
        for line in refund.accepted ?? [] {
            guard let item = items.first(where: { $0["item_id"]?.text == line.lineID }),
                let worth = Self.price(of: item, line.quantity, in: refund.currency)
            else { continue }
            units.append(line)
            price += worth
        }
        guard !units.isEmpty else {
            throw .refused(
                "Magento makes no credit memo without units once all shipping is given back: give \(refund.currency.text(refund.amount)) of order \(refund.order) back by hand"
            )
        }
        return try await credit(
            refund.order, units, adjustment: refund.amount - price, in: refund.currency, key: key, over: link)
    }

    /// What units of an item that is sold by itself go back for, by its share of what was paid for it; nil where as many are not left.
    private static func price(of item: JSONNode, _ units: Int, in currency: Currency) -> Int64? {
        var reader = PayloadReader()
        func amount(_ name: String) -> Int64 {
            reader.money("base_\(name)", of: item, in: currency) ?? reader.money(name, of: item, in: currency) ?? 0
        }
        func count(_ name: String) -> Int { reader.quantity(name, of: item, atLeast: 0) ?? 0 }
        let paid =
            amount("row_total") + amount("tax_amount") + amount("discount_tax_compensation_amount")
            - amount("discount_amount")
        let ordered = count("qty_ordered")
        guard reader.member("parent_item_id", of: item) == nil, paid > 0, units > 0, ordered > 0,
            count("qty_invoiced") - count("qty_refunded") >= units
        else { return nil }
        return (2 * paid * Int64(units) + Int64(ordered)) / (2 * Int64(ordered))
    }

    /// What shipping cost and was not given back, as Magento wants it: in the shop's own currency.
    private static func shipping(of order: JSONNode, in currency: Currency) -> String? {
        var reader = PayloadReader()
        func amount(_ name: String) -> Int64 {
            reader.money("base_\(name)", of: order, in: currency) ?? reader.money(name, of: order, in: currency) ?? 0
        }
        let left = amount("shipping_amount") - amount("shipping_refunded")
        return left > 0 ? currency.text(left) : nil
    }

    /// The id of the memo that was made under a key.
    private func creditMemo(
        _ key: String, of order: String, over link: ChannelLink
    ) async throws(ChannelFailure) -> String? {
        for known in try await documents("creditmemos", of: order, over: link) {
            let comments = known["comments"]?.elements.compactMap { $0["comment"]?.string } ?? []
            if comments.contains(where: { $0.contains(key) }) { return known["entity_id"]?.text ?? key }
        }
        return nil
    }

    /// Stock is ours: nothing goes back to the shop's own.
    /// - Parameter adjustment: what the money is more than the units' price, or less.
    private func credit(
        _ order: String, _ lines: [ChannelPush.Line], shipping: String? = nil, adjustment: Int64 = 0,
        in currency: Currency? = nil, key: String, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        func money(_ amount: Int64) -> JSONValue {
            guard let currency, amount > 0 else { return .whole(0) }
            return .number(text: currency.text(amount))
        }
        let body: JSONValue = .members([
            "items": .array(
                lines.map { .members(["order_item_id": .numericID($0.lineID), "qty": .whole($0.quantity)]) }),
            "notify": .bool(false), "appendComment": .bool(true),
            "comment": .members(["comment": .string(key), "is_visible_on_front": .whole(0)]),
            "arguments": .members([
                "shipping_amount": shipping.map { .number(text: $0) } ?? .whole(0),
                "adjustment_positive": money(adjustment), "adjustment_negative": money(-adjustment),
                "extension_attributes": .members(["return_to_stock_items": .array([])]),
            ]),
        ])
        let answer = try await link.call(
            .json("POST", "/rest/V1/order/\(ChannelCall.escaped(order))/refund", body.jsonBytes)
        ).expectSuccess()
        return .done(reference: try answer.json().text)
    }

    private func documents(
        _ kind: String, of order: String, over link: ChannelLink
    ) async throws(ChannelFailure) -> [JSONNode] {
        let filter = "searchCriteria[filterGroups][0][filters][0]"
        let root = try await link.call(
            ChannelCall(
                "GET", "/rest/V1/\(kind)",
                query: [
                    ("\(filter)[field]", "order_id"), ("\(filter)[conditionType]", "eq"), ("\(filter)[value]", order),
                    ("searchCriteria[pageSize]", "100"),
                ])
        ).expectSuccess().json()
        return root["items"]?.elements.map(\.self) ?? []
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
