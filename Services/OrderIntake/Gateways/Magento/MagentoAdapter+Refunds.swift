import Contracts
import WireJSON

/// Money and units that go back, by credit memos: of the invoice where the shop's gateway took the money, so that it gives
/// it back, else of the order, where the shop does.
extension MagentoAdapter {
    /// Unpaid, it is cancelled as a whole; what is paid goes back by a credit memo.
    func cancel(
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
        let memos = try await list("creditmemos", of: [wish.order], over: link)
        if let known = Self.memo(key, among: memos) { return .found(reference: known) }
        // What is in a bundle with a price of its own has none.
        let lines = try MagentoBundles(of: order, isOfGoods: false).items(for: wish.lines, asOne: \.isPricedAsOne)
        return try await credit(
            wish.order, lines, shipping: wish.isWhole ? Self.shipping(of: order, in: wish.currency) : nil,
            adjustment: wish.isWhole ? -Self.givenBeside(order, in: wish.currency) : 0, in: wish.currency, key: key,
            beside: memos, over: link)
    }

    /// The money of a return, whatever its units cost. A memo without items is one of all that is left; so it names every one with
    /// none of it, which Magento takes while some shipping can be given back, or else those that came back, and what
    /// the money is more or less than their price.
    func giveBack(
        _ refund: ChannelPush.Refund, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let key = "waybill:\(refund.reference)"
        let memos = try await list("creditmemos", of: [refund.order], over: link)
        if let known = Self.memo(key, among: memos) { return .found(reference: known) }
        let order = try await link.call(
            ChannelCall("GET", "/rest/V1/orders/\(ChannelCall.escaped(refund.order))")
        ).expectSuccess().json()
        let items = order["items"]?.elements.map(\.self) ?? []
        if Self.shipping(of: order, in: refund.currency) != nil {
            let none = items.compactMap { $0["item_id"]?.text }.map { ChannelPush.Line(lineID: $0, quantity: 0) }
            guard !none.isEmpty else { throw .refused("order \(refund.order) has no items at Magento") }
            return try await credit(
                refund.order, none, adjustment: refund.amount, in: refund.currency, key: key, beside: memos, over: link)
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
            refund.order, units, adjustment: refund.amount - price, in: refund.currency, key: key, beside: memos,
            over: link)
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

    /// What went back beside the price of units and of shipping: with all the rest it would be more than was paid.
    private static func givenBeside(_ order: JSONNode, in currency: Currency) -> Int64 {
        var reader = PayloadReader()
        func amount(_ name: String) -> Int64 {
            reader.money("base_\(name)", of: order, in: currency) ?? reader.money(name, of: order, in: currency) ?? 0
        }
        return max(0, amount("adjustment_positive") - amount("adjustment_negative"))
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
    private static func memo(_ key: String, among memos: [JSONNode]) -> String? {
        for known in memos {
            let comments = known["comments"]?.elements.compactMap { $0["comment"]?.string } ?? []
            if comments.contains(where: { $0.contains(key) }) { return known["entity_id"]?.text ?? key }
        }
        return nil
    }

    /// Stock is ours: nothing goes back to the shop's own.
    /// - Parameters:
    ///   - adjustment: what the money is more than the units' price, or less.
    ///   - memos: that the order has.
    private func credit(
        _ order: String, _ lines: [ChannelPush.Line], shipping: String? = nil, adjustment: Int64 = 0,
        in currency: Currency, key: String, beside memos: [JSONNode], over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        func money(_ amount: Int64) -> JSONValue { amount > 0 ? .number(text: currency.text(amount)) : .whole(0) }
        let invoice = try await capture(of: order, lines, adjustment, in: currency, beside: memos, over: link)
        let body: JSONValue = .members([
            "items": .array(
                lines.map { .members(["order_item_id": .numericID($0.lineID), "qty": .whole($0.quantity)]) }),
            "isOnline": invoice == nil ? nil : .bool(true), "notify": .bool(false), "appendComment": .bool(true),
            "comment": .members(["comment": .string(key), "is_visible_on_front": .whole(0)]),
            "arguments": .members([
                "shipping_amount": shipping.map { .number(text: $0) } ?? .whole(0),
                "adjustment_positive": money(adjustment), "adjustment_negative": money(-adjustment),
                "extension_attributes": .members(["return_to_stock_items": .array([])]),
            ]),
        ])
        let document = invoice.map { "invoice/\(ChannelCall.escaped($0))" } ?? "order/\(ChannelCall.escaped(order))"
        let answer = try await link.call(.json("POST", "/rest/V1/\(document)/refund", body.jsonBytes)).expectSuccess()
        return .done(reference: try answer.json().text)
    }

    /// The invoice by which the shop's gateway gives the money back; nil where none of it went through a gateway, or the shop
    /// gives it back itself.
    private func capture(
        of order: String, _ lines: [ChannelPush.Line], _ adjustment: Int64, in currency: Currency,
        beside memos: [JSONNode], over link: ChannelLink
    ) async throws(ChannelFailure) -> String? {
        guard link.option("gatewayRefund") != "false" else { return nil }
        let captures = MagentoCaptures(
            invoices: try await list("invoices", of: [order], over: link), memos: memos, in: currency)
        let units = lines.perLine.filter { $0.value > 0 }
        return try captures.invoice(of: units, units.isEmpty ? adjustment : 0, of: order)
    }
}
