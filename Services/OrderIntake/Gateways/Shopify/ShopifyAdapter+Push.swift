import Contracts
import WireJSON

/// What Shopify is told, by GraphQL. Each begins with a question: what was done before is found and not done again.
extension ShopifyAdapter {
    package func push(
        _ push: ChannelPush, isRepeat: Bool, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        switch push {
        case .fulfilment(let content): try await fulfil(content, over: link)
        case .cancellation(let content): try await cancel(content, over: link)
        case .refund(let content): try await refund(content, over: link)
        case .stock(let items): try await setStock(items, over: link)
        case .returnDecision, .acknowledgement, .invoice: .notNeeded("Shopify is not told of this")
        }
    }

    /// One call for each place that the goods are booked at: fulfilment orders of several in one call are refused.
    private func fulfil(
        _ parcel: ChannelPush.Fulfilment, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let order = try await ask(ShopifyQueries.fulfilment, of: parcel.order, over: link)
        var plan = ShopifyFulfilment(parcel, site: parcel.site.flatMap { link.option("location.\($0)") })
        plan.read(order)
        guard !plan.isDone else { return .found(reference: plan.reference) }
        let isTold = link.option("notifyCustomer") == "true"
        var reference: String?
        for group in try plan.groups() {
            let answer = try await ask(
                ShopifyQueries.fulfil, ["fulfillment": plan.input(group, notifying: isTold)], "fulfillmentCreate",
                over: link)
            reference = answer["fulfillment"]?["id"]?.string
        }
        return .done(reference: reference)
    }

    private func cancel(
        _ wish: ChannelPush.Cancellation, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let order = try await ask(ShopifyQueries.units, of: wish.order, over: link)
        if order["cancelledAt"]?.isNull == false { return .found(reference: nil) }
        if wish.isWhole {
            let variables: JSONValue = .members([
                "orderId": .string(Self.gid("Order", wish.order)), "reason": .string(Self.reason(wish.reason)),
                "refund": .bool(wish.isPaidThere),
            ])
            let answer = try await ask(ShopifyQueries.cancel, variables, "orderCancel", over: link)
            return .done(reference: answer["job"]?["id"]?.string)
        }
        // What is there now and should not be: a repeat finds nothing of it.
        let left = wish.left.perLine
        var units: [(id: String, count: Int)] = []
        for line in order["lineItems"]?["nodes"]?.elements.map(\.self) ?? [] {
            guard let id = line["id"]?.string, let name = id.split(separator: "/").last.map(String.init),
                let wanted = left[name], let now = line["currentQuantity"]?.int, now > wanted
            else { continue }
            units.append((id, now - wanted))
        }
        guard !units.isEmpty else { return .found(reference: nil) }
        let input = Self.refundInput(
            wish.order, note: wish.key, units: units,
            amount: wish.isPaidThere ? wish.currency.text(wish.amount) : nil, sale: Self.sale(in: order))
        let answer = try await ask(ShopifyQueries.refund, ["input": input], "refundCreate", over: link)
        return .done(reference: answer["refund"]?["id"]?.string)
    }

    private func refund(
        _ refund: ChannelPush.Refund, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let order = try await ask(ShopifyQueries.units, of: refund.order, over: link)
        let note = "waybill:\(refund.reference)"
        for known in order["refunds"]?.elements.map(\.self) ?? [] where known["note"]?.string == note {
            return .found(reference: known["id"]?.string)
        }
        let input = Self.refundInput(
            refund.order, note: note, units: [], amount: refund.currency.text(refund.amount), sale: Self.sale(in: order)
        )
        let answer = try await ask(ShopifyQueries.refund, ["input": input], "refundCreate", over: link)
        return .done(reference: answer["refund"]?["id"]?.string)
    }

    /// The payment that money is given back of.
    private static func sale(in order: JSONNode) -> JSONNode? {
        (order["transactions"]?.elements.map(\.self) ?? []).first { transaction in
            ["SALE", "CAPTURE"].contains(transaction["kind"]?.string) && transaction["status"]?.string == "SUCCESS"
        }
    }

    /// Stock is ours: nothing goes back on Shopify's own shelf.
    private static func refundInput(
        _ order: String, note: String, units: [(id: String, count: Int)], amount: String?, sale: JSONNode?
    ) -> JSONValue {
        var transactions: [JSONValue] = []
        if let amount, let sale, let parent = sale["id"]?.string {
            transactions.append(
                .members([
                    "orderId": .string(gid("Order", order)), "parentId": .string(parent), "kind": .string("REFUND"),
                    "gateway": .string(sale["gateway"]?.string ?? "manual"), "amount": .string(amount),
                ]))
        }
        return .members([
            "orderId": .string(gid("Order", order)), "note": .string(note), "notify": .bool(false),
            "refundLineItems": units.isEmpty
                ? nil
                : .array(
                    units.map { unit in
                        .members([
                            "lineItemId": .string(unit.id), "quantity": .whole(unit.count),
                            "restockType": .string("NO_RESTOCK"),
                        ])
                    }),
            "transactions": .array(transactions),
        ])
    }

    private static func reason(_ code: String) -> String {
        if code.contains("fraud") { return "FRAUD" }
        if code.contains("stock") || code.contains("short") || code.contains("sold_out") { return "INVENTORY" }
        if code.contains("payment") || code.contains("declined") { return "DECLINED" }
        return "OTHER"
    }
}
