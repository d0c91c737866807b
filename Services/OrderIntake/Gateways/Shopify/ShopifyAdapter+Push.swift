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
        let known = order["fulfillments"]?.elements.map(\.self) ?? []
        for node in known where plan.isOfParcel(node) {
            plan.take(off: try await lines(ofFulfilment: node, over: link), told: node["id"]?.string)
        }
        guard !plan.isDone else { return .found(reference: plan.reference) }
        guard plan.reference != nil || known.count < ShopifyQueries.fulfilments else {
            throw .refused(
                "order \(parcel.order) has \(known.count) fulfilments or more, and whether parcel \(parcel.trackingNumber) is among them is not known: tell it by hand"
            )
        }
        let orders = try await nodes(order["fulfillmentOrders"]) { cursor throws(ChannelFailure) in
            try await ask(ShopifyQueries.fulfilment, of: parcel.order, after: cursor, over: link)["fulfillmentOrders"]
        }
        for node in orders { plan.open(node, try await lines(ofFulfilmentOrder: node, over: link)) }
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

    private func lines(
        ofFulfilment node: JSONNode, over link: ChannelLink
    ) async throws(ChannelFailure) -> [JSONNode] {
        try await nodes(node["fulfillmentLineItems"]) { cursor throws(ChannelFailure) in
            try await page(
                ShopifyQueries.linesOfFulfilment, of: "fulfillment", node["id"]?.string ?? "", "fulfillmentLineItems",
                after: cursor, over: link)
        }
    }

    private func lines(
        ofFulfilmentOrder node: JSONNode, over link: ChannelLink
    ) async throws(ChannelFailure) -> [JSONNode] {
        try await nodes(node["lineItems"]) { cursor throws(ChannelFailure) in
            try await page(
                ShopifyQueries.linesOfFulfilmentOrder, of: "fulfillmentOrder", node["id"]?.string ?? "", "lineItems",
                after: cursor, over: link)
        }
    }

    /// A cancel of a whole order is a job that Shopify does by and by, and what went wrong in it stands nowhere.
    package func progress(
        _ reference: String, of push: ChannelPush, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        guard case .cancellation(let wish) = push else { return .done(reference: reference) }
        let order = try await ask(ShopifyQueries.cancelled, of: wish.order, over: link)
        if order["cancelledAt"]?.isNull == false { return .done(reference: reference) }
        let job = try await query(ShopifyQueries.job, .members(["id": .string(reference)]), over: link)["job"]
        guard job?["done"]?.bool == true else { return .underway(reference: reference) }
        // It may have ended in between.
        let now = try await ask(ShopifyQueries.cancelled, of: wish.order, over: link)
        guard now["cancelledAt"]?.isNull == false else {
            throw .refused("Shopify has ended the cancel of order \(wish.order) (\(reference)) and not cancelled it")
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
            return answer["job"]?["id"]?.string.map { .underway(reference: $0) } ?? .done(reference: nil)
        }
        // What is there now and should not be: a repeat finds nothing of it.
        let left = wish.left.perLine
        var units: [(id: String, count: Int)] = []
        let lines = try await nodes(order["lineItems"]) { cursor throws(ChannelFailure) in
            try await ask(ShopifyQueries.units, of: wish.order, after: cursor, over: link)["lineItems"]
        }
        for line in lines {
            guard let id = line["id"]?.string, let name = id.split(separator: "/").last.map(String.init),
                let wanted = left[name], let now = line["currentQuantity"]?.int, now > wanted
            else { continue }
            units.append((id, now - wanted))
        }
        guard !units.isEmpty else { return .found(reference: nil) }
        let input = Self.refundInput(
            wish.order, note: wish.key, units: units,
            paidIn: order["presentmentCurrencyCode"]?.string,
            shares: wish.isPaidThere ? try Self.shares(of: wish.amount, in: wish.currency, order, wish.order) : [])
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
            refund.order, note: note, units: [], paidIn: order["presentmentCurrencyCode"]?.string,
            shares: try Self.shares(of: refund.amount, in: refund.currency, order, refund.order))
        let answer = try await ask(ShopifyQueries.refund, ["input": input], "refundCreate", over: link)
        return .done(reference: answer["refund"]?["id"]?.string)
    }

    /// What is given back of each payment: of a gift card no more than it paid.
    private struct Share {
        let payment: String
        let gateway: String
        let amount: String
    }

    /// The share in the customer's own currency, which is what Shopify gives back.
    private static func presentment(_ share: Int64, of paid: Int64, in currency: Currency?, _ sale: JSONNode) -> String?
    {
        var reader = PayloadReader()
        guard let currency, paid > 0,
            let whole = sale["amountSet"]?["presentmentMoney"].flatMap({ reader.money("amount", of: $0, in: currency) })
        else { return nil }
        return currency.text(Apportionment.split(whole, by: [share, paid - share])[0])
    }

    /// - Throws: where the payments that Shopify tells of do not cover the sum: a refund without them gives nothing back.
    private static func shares(
        of amount: Int64, in currency: Currency, _ order: JSONNode, _ name: String
    ) throws(ChannelFailure) -> [Share] {
        var reader = PayloadReader()
        let transactions = (order["transactions"]?.elements.map(\.self) ?? []).map { transaction in
            let money = transaction["amountSet"]?["shopMoney"].flatMap { reader.money("amount", of: $0, in: currency) }
            return (
                node: transaction, kind: transaction["kind"]?.string, status: transaction["status"]?.string, money ?? 0
            )
        }
        // Where the customer has paid in another currency than the shop's.
        let other = order["presentmentCurrencyCode"]?.string.flatMap {
            $0 == currency.rawValue ? nil : Currency(rawValue: $0)
        }
        var open = amount
        var shares: [Share] = []
        for (sale, kind, status, paid) in transactions where ["SALE", "CAPTURE"].contains(kind) && status == "SUCCESS" {
            guard open > 0, let id = sale["id"]?.string else { continue }
            let back = transactions.filter { refund in
                refund.kind == "REFUND" && ["SUCCESS", "PENDING"].contains(refund.status)
                    && refund.node["parentTransaction"]?["id"]?.string == id
            }.reduce(0) { $0 + $1.3 }
            let share = min(open, paid - back)
            guard share > 0 else { continue }
            open -= share
            guard let text = other == nil ? currency.text(share) : presentment(share, of: paid, in: other, sale) else {
                throw .refused(
                    "Shopify does not say what payment \(id) of order \(name) was in \(other?.rawValue ?? "")")
            }
            shares.append(Share(payment: id, gateway: sale["gateway"]?.string ?? "manual", amount: text))
        }
        guard open == 0 else {
            throw .refused(
                "\(currency.text(amount)) are to be given back of order \(name), and \(currency.text(open)) of it is in no payment that Shopify tells of: give it back by hand"
            )
        }
        return shares
    }

    /// Stock is ours: nothing goes back on Shopify's own shelf.
    private static func refundInput(
        _ order: String, note: String, units: [(id: String, count: Int)], paidIn currency: String?, shares: [Share]
    ) -> JSONValue {
        let transactions = shares.map { share in
            JSONValue.members([
                "orderId": .string(gid("Order", order)), "parentId": .string(share.payment), "kind": .string("REFUND"),
                "gateway": .string(share.gateway), "amount": .string(share.amount),
            ])
        }
        return .members([
            "orderId": .string(gid("Order", order)), "note": .string(note), "notify": .bool(false),
            "currency": currency.map { .string($0) },
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
