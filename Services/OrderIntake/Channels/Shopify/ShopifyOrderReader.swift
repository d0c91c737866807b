import Contracts
import FoundationEssentials
import WireJSON

/// One order of Shopify's on its way to the canonical model. Amounts are the shop's money, not the buyer's presentment.
struct ShopifyOrderReader {
    let node: JSONNode
    let shop: Shop
    var reader = PayloadReader()

    mutating func read() -> MappedOrder {
        let id = reader.id("id", of: node)
        if id == nil { reader.problem(.missing, at: node, member: "id", "an order needs an id") }
        let currency = reader.id("currency", of: node).map { Currency(rawValue: $0) } ?? shop.currency
        if currency?.isWellFormed != true {
            reader.problem(.invalidCurrency, at: node, member: "currency", "an order needs an ISO 4217 currency")
        }
        let placedAt = time("created_at") ?? time("processed_at")
        if placedAt == nil {
            reader.problem(.missing, at: node, member: "created_at", "an order needs the time it was placed")
        }
        guard let id, let currency, let placedAt, reader.problems.isEmpty else { return .unfit(reader.problems) }

        let lines = self.lines(in: currency)
        let total = self.total(in: currency, isReduced: lines.isReduced)
        let disposition = self.disposition(remaining: lines.lines.count)
        let payment = self.payment(total: total ?? 0, currency)
        guard let total, let disposition, reader.problems.isEmpty else { return .unfit(reader.problems) }

        var order = Order(
            id: .zero, channel: shop.key.channel, shop: shop.key.shop, externalID: id, number: number ?? id,
            placedAt: placedAt, updatedAt: time("updated_at"), currency: currency,
            taxesIncluded: node["taxes_included"]?.bool ?? false, customer: customer(),
            shippingAddress: address("shipping_address"), billingAddress: address("billing_address"),
            lines: lines.lines, shipping: shipping(in: currency, isReduced: lines.isReduced),
            fees: fees(in: currency), tax: tax(in: currency, isReduced: lines.isReduced), total: total,
            payment: payment, note: reader.freeText("note", of: node, limit: 10_000), tags: tags())
        if payment.method == .invoice { order.kind = .b2b }
        explainTotal(of: &order, isReduced: lines.isReduced)
        reader.checkDelivery(of: order, path: "\(node.path).shipping_address")
        guard reader.problems.isEmpty else { return .unfit(reader.problems) }
        order.mismatches = reader.mismatches
        return .order(order, disposition)
    }

    func time(_ key: String) -> Timestamp? {
        reader.time(key, of: node)
    }

    /// `name` is what the customer sees; `order_number` lacks the shop's prefix, `number` counts otherwise.
    private var number: String? { reader.id("name", of: node) ?? reader.id("order_number", of: node) }

    /// The shop's own, and the number under which a company ordered.
    private mutating func tags() -> [String] {
        let text = reader.freeText("tags", of: node, limit: 10_000) ?? ""
        let tags = text.split(separator: ",").compactMap { tag in
            let trimmed = tag.drop { $0 == " " }
            return trimmed.isEmpty ? nil : String(trimmed)
        }
        return tags + [reader.id("po_number", of: node).map { "po-number:\($0)" }].compactMap(\.self)
    }

    /// What the order comes to, and the disposition that its states ask for; nil for a state that is not known.
    private mutating func disposition(remaining: Int) -> Disposition? {
        if node["test"]?.bool == true || gateways.contains("bogus") { return .recorded(.test) }
        if reader.member("cancelled_at", of: node) != nil { return .recorded(.cancelled) }
        switch financialStatus {
        case "voided": return .recorded(.voided)
        case "refunded": return .recorded(.refunded)
        case "expired": return .recorded(.paymentExpired)
        case nil, "pending", "authorized", "partially_paid", "paid", "partially_refunded": break
        default:
            if let value = node["financial_status"] {
                reader.problem(.unknownPaymentState, at: value, "the financial status is not known")
            }
            return nil
        }
        switch node["fulfillment_status"]?.string {
        case "fulfilled", "restocked": return .recorded(.fulfilled)
        case "partial": return .recorded(.partiallyFulfilled)
        default: break
        }
        if remaining == 0 {
            // Everything was taken off the order again, or it never had anything.
            guard let list = node["line_items"], list.count == 0 else { return .recorded(.refunded) }
            reader.problem(.noLines, at: list, "the order has no lines")
            return nil
        }
        return .proceed
    }
}
