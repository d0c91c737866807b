import Contracts
import WireJSON

/// One order of Magento's on its way to the canonical model. Amounts are in the currency of the order, not in that of the
/// shop's books (`base_`), and those of lines and shipping are without tax.
struct MagentoOrderReader {
    let node: JSONNode
    let shop: Shop
    var reader = PayloadReader()

    mutating func read() -> MappedOrder {
        let id = reader.required(reader.id("entity_id", of: node), "entity_id", of: node, "an order needs an id")
        let currency = reader.currency("order_currency_code", of: node) ?? shop.currency
        if currency?.isWellFormed != true {
            reader.problem(
                .invalidCurrency, at: node, member: "order_currency_code", "an order needs an ISO 4217 currency")
        }
        let placedAt = reader.required(
            reader.time("created_at", of: node, zone: "Z"), "created_at", of: node,
            "an order needs the time it was placed")
        guard let id, let currency, let placedAt, reader.problems.isEmpty else { return .unfit(reader.problems) }

        let lines = self.lines(in: currency)
        let total = reader.required(
            money("grand_total", currency), "grand_total", of: node, "an order needs a total")
        let disposition = self.disposition(lines)
        guard let total, let disposition, reader.problems.isEmpty else { return .unfit(reader.problems) }

        let shippingTax = money("shipping_tax_amount", currency) ?? 0
        var order = Order(
            id: .zero, channel: shop.key.channel, shop: shop.key.shop, externalID: id,
            number: reader.id("increment_id", of: node) ?? id, placedAt: placedAt,
            updatedAt: reader.time("updated_at", of: node, zone: "Z"), currency: currency, taxesIncluded: false,
            customer: customer(), shippingAddress: shippingAddress(), billingAddress: address(node["billing_address"]),
            lines: lines.lines,
            shipping: (money("shipping_amount", currency) ?? 0) - abs(money("shipping_discount_amount", currency) ?? 0),
            fees: fees(in: currency),
            tax: money("tax_amount", currency) ?? (LineAmounts.taxes(of: lines.lines) + shippingTax), total: total,
            payment: payment(total: total, currency),
            note: reader.freeText("customer_note", of: node, limit: 10_000), tags: tags())
        if lines.isReduced {
            // The totals stay what was ordered at first.
            order.tax = LineAmounts.taxes(of: lines.lines) + shippingTax
            order.total = Int64(clamping: OrderArithmetic(order).total)
            if order.payment.amount != nil { order.payment.amount = order.total }
        }
        // One that cannot be read is for a person.
        _ = MagentoMemo.refunds(in: node, currency, &reader)
        reader.checkTotal(of: order, path: "\(node.path).grand_total")
        reader.checkDelivery(of: order, path: "\(node.path).extension_attributes.shipping_assignments")
        guard reader.problems.isEmpty else { return .unfit(reader.problems) }
        order.mismatches = reader.mismatches
        return .order(order, disposition)
    }

    func word(_ key: String) -> String? { reader.id(key, of: node)?.lowercased() }

    private mutating func money(_ key: String, _ currency: Currency) -> Int64? {
        reader.money(key, of: node, in: currency)
    }

    /// Nil for a state that is not known: the states are fixed, unlike the statuses that a shop makes of them.
    private mutating func disposition(_ lines: Lines) -> Disposition? {
        switch word("state") {
        case "complete": return .recorded(.fulfilled)
        case "closed": return .recorded(.refunded)
        case "canceled": return .recorded(.cancelled)
        // Another order has taken its place. Magento cancels it then, but not where that cannot be, such as while it is held.
        case _ where reader.nonZeroID("relation_child_id", of: node) != nil: return .recorded(.cancelled)
        case _ where word("status") == "fraud": return .recorded(.awaitingChannel)
        case "holded", "payment_review": return .recorded(.awaitingChannel)
        case "new", "pending_payment", "processing": break
        default:
            reader.problem(.unknownStatus, at: node, member: "state", "the state of the order is not known")
            return nil
        }
        if lines.lines.isEmpty {
            if lines.isReduced { return .recorded(.cancelled) }
            if reader.problems.isEmpty {
                reader.problem(.noLines, at: node, member: "items", "the order has no lines")
            }
            return nil
        }
        if lines.isPartlyShipped { return .recorded(lines.isShipped ? .fulfilled : .partiallyFulfilled) }
        return .proceed
    }

    /// A tax that is hidden in discounts of prices with tax, of lines and of shipping; Magento cuts the second name.
    private mutating func fees(in currency: Currency) -> Int64 {
        let shipping = reader.spelling(
            "shipping_discount_tax_compensation_amount", "shipping_discount_tax_compensation_amnt", of: node)
        return (money("discount_tax_compensation_amount", currency) ?? 0) + (money(shipping, currency) ?? 0)
    }

    private mutating func payment(total: Int64, _ currency: Currency) -> PaymentInstruction {
        let method = reader.member("payment", of: node).flatMap { reader.id("method", of: $0) }
        let isCashOnDelivery = method == "cashondelivery"
        let due = money("total_due", currency) ?? total
        // What is invoiced is paid; "processing" with something due was authorised, and is captured with the invoice.
        let state: PaymentState =
            isCashOnDelivery ? .unpaid : due <= 0 ? .paid : word("state") == "processing" ? .authorised : .unpaid
        return PaymentInstruction(
            method: isCashOnDelivery ? .cashOnDelivery : shop.paymentMethod ?? .marketplace, state: state,
            amount: state == .unpaid ? nil : total, currency: state == .unpaid ? nil : currency)
    }

    /// An order that was edited is another order, and the one before is cancelled: both name each other. The original's number
    /// is that of the first of them, however often it was edited.
    private func tags() -> [String] {
        let before = reader.id(reader.spelling("relation_parent_real_id", "original_increment_id", of: node), of: node)
        return [before.map { "edit-of:\($0)" }].compactMap(\.self)
    }
}
