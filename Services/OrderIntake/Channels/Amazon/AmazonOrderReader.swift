import Contracts
import WireJSON

/// One order of Amazon's on its way to the canonical model, in either version's spelling.
struct AmazonOrderReader {
    let node: JSONNode
    let shop: Shop
    var reader = PayloadReader()

    mutating func read() -> MappedOrder {
        let id = reader.required(
            text("orderId", "AmazonOrderId"), "orderId", of: node, "an order needs an id")
        let currency = self.currency
        if currency?.isWellFormed != true {
            reader.problem(.invalidCurrency, at: node, member: "proceeds", "an order needs an ISO 4217 currency")
        }
        let placedAt = reader.required(
            time("createdTime", "PurchaseDate"), "createdTime", of: node, "an order needs the time it was placed")
        let disposition = self.disposition()
        guard let id, let currency, let placedAt, let disposition, reader.problems.isEmpty else {
            return .unfit(reader.problems)
        }

        let items = self.items(in: currency)
        let total = self.total(in: currency)
        if disposition == .proceed {
            if total == nil, reader.problems.isEmpty {
                reader.problem(.missing, at: node, member: "OrderTotal", "an order that is to be sent needs a total")
            }
            checkLines(items, in: node["AmazonOrderId"] == nil ? "orderItems" : "OrderItems")
        }
        guard reader.problems.isEmpty else { return .unfit(reader.problems) }

        // An order that is not cleared has neither prices nor an address.
        let isPaid = disposition != .recorded(.awaitingChannel)
        var order = Order(
            id: .zero, channel: shop.key.channel, shop: shop.key.shop, externalID: id,
            number: text("sellerOrderId", "SellerOrderId") ?? id, placedAt: placedAt,
            updatedAt: time("lastUpdatedTime", "LastUpdateDate"), currency: currency, taxesIncluded: false,
            customer: customer(), shippingAddress: shippingAddress(), lines: items.lines, shipping: items.shipping,
            fees: items.fees, tax: items.tax, total: total ?? 0,
            payment: PaymentInstruction(
                method: .marketplace, state: isPaid ? .paid : .unpaid, amount: isPaid ? total : nil,
                currency: isPaid && total != nil ? currency : nil),
            tags: tags())
        if isPaid, !items.lines.isEmpty {
            explainTotal(of: &order)
            reader.checkDelivery(of: order, path: "\(node.path).\(addressPath)")
        }
        noteCancelRequest(items)
        guard reader.problems.isEmpty else { return .unfit(reader.problems) }
        order.mismatches = reader.mismatches
        return .order(order, disposition)
    }

    /// A member by its name of 2026, else by that of v0.
    func text(_ key: String, _ older: String) -> String? {
        reader.id(reader.spelling(key, older, of: node), of: node)
    }

    private func time(_ key: String, _ older: String) -> Timestamp? {
        reader.time(reader.spelling(key, older, of: node), of: node)
    }

    private var totalNode: JSONNode? {
        reader.member("OrderTotal", of: node) ?? reader.member("proceeds", of: node)?["grandTotal"]
    }

    private var currency: Currency? {
        let said = totalNode.flatMap {
            reader.currency(reader.spelling("currencyCode", "CurrencyCode", of: $0), of: $0)
        }
        let marketplace =
            reader.id("MarketplaceId", of: node)
            ?? reader.member("salesChannel", of: node).flatMap { reader.id("marketplaceId", of: $0) }
        return said ?? shop.currency ?? marketplace.flatMap { AmazonMarketplace.currency(of: $0) }
    }

    private mutating func total(in currency: Currency) -> Int64? {
        guard let node = totalNode, node.kind == .object else { return nil }
        return reader.money(reader.spelling("amount", "Amount", of: node), of: node, in: currency)
    }

    /// Nil for a status that is not known. What Amazon sends from its own warehouses is none of ours, whatever its state.
    private mutating func disposition() -> Disposition? {
        let fulfilment = reader.member("fulfillment", of: node)
        let sender =
            fulfilment.flatMap { reader.id("fulfilledBy", of: $0) } ?? reader.id("FulfillmentChannel", of: node)
        if let sender, ["AMAZON", "AFN"].contains(sender.uppercased()) { return .recorded(.fulfilledByChannel) }
        let status =
            fulfilment.flatMap { reader.id("fulfillmentStatus", of: $0) } ?? reader.id("OrderStatus", of: node) ?? ""
        switch status.uppercased().filter({ $0 != "_" }) {
        case "PENDING", "PENDINGAVAILABILITY": return .recorded(.awaitingChannel)
        case "UNSHIPPED", "INVOICEUNCONFIRMED": return .proceed
        case "PARTIALLYSHIPPED": return .recorded(.partiallyFulfilled)
        case "SHIPPED": return .recorded(.fulfilled)
        case "CANCELED", "CANCELLED": return .recorded(.cancelled)
        default:
            reader.problem(.unknownStatus, at: node, member: "OrderStatus", "the status of the order is not known")
            return nil
        }
    }

    private mutating func tags() -> [String] {
        var tags =
            reader.member("programs", of: node)?.elements.compactMap {
                $0.string?.lowercased().replacing("_", with: "-")
            } ?? []
        for (key, tag) in [
            ("IsPrime", "prime"), ("IsBusinessOrder", "amazon-business"), ("IsReplacementOrder", "replacement"),
            ("IsISPU", "in-store-pick-up"),
        ] where reader.flag(key, of: node) { tags.append(tag) }
        return tags
    }

    /// The seller decides whether to cancel: nobody is to be surprised by it at the packing table.
    private mutating func noteCancelRequest(_ items: Items) {
        guard let path = items.cancelRequest else { return }
        reader.mismatch(.cancelRequested, path: path, "the buyer asked Amazon to cancel")
    }
}
