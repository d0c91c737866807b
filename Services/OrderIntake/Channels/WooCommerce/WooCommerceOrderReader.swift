import Contracts
import FoundationEssentials
import WireJSON

/// One order of WooCommerce's on its way to the canonical model.
///
/// Amounts of lines, shipping and fees never contain tax, whatever `prices_include_tax` says of the shop's price list.
struct WooCommerceOrderReader {
    let node: JSONNode
    let shop: Shop
    var reader = PayloadReader()

    mutating func read() -> MappedOrder {
        let id = reader.id("id", of: node)
        if id == nil { reader.problem(.missing, at: node, member: "id", "an order needs an id") }
        let currency = self.currency
        if currency?.isWellFormed != true {
            reader.problem(.invalidCurrency, at: node, member: "currency", "an order needs an ISO 4217 currency")
        }
        let placedAt = time("date_created")
        if placedAt == nil {
            reader.problem(.missing, at: node, member: "date_created_gmt", "an order needs the time it was placed")
        }
        guard let id, let currency, let placedAt, reader.problems.isEmpty else { return .unfit(reader.problems) }

        let total = reader.money("total", of: node, in: currency)
        if total == nil, reader.problems.isEmpty {
            reader.problem(.missing, at: node, member: "total", "an order needs a total")
        }
        let billing = address("billing")
        let isShipped = self.isShipped
        let lines = self.lines(in: currency, requiresShipping: isShipped)
        let refunded = self.refunded(in: currency)
        guard let total, reader.problems.isEmpty else { return .unfit(reader.problems) }

        var order = Order(
            id: .zero, channel: shop.key.channel, shop: shop.key.shop, externalID: id,
            number: reader.id("number", of: node) ?? id, placedAt: placedAt, updatedAt: time("date_modified"),
            currency: currency, taxesIncluded: false, customer: customer(),
            shippingAddress: isShipped ? address("shipping") ?? billing : nil, billingAddress: billing, lines: lines,
            shipping: reader.money("shipping_total", of: node, in: currency) ?? 0, fees: fees(in: currency),
            tax: reader.money("total_tax", of: node, in: currency) ?? 0, total: total,
            payment: payment(total: total, currency),
            note: reader.freeText("customer_note", of: node, limit: 10_000))
        let disposition = self.disposition(total: total, refunded: refunded)
        if disposition == .proceed, lines.isEmpty, let list = node["line_items"] {
            reader.problem(.noLines, at: list, "the order has no lines")
        }
        reader.checkTotal(of: order, path: "\(node.path).total")
        reader.checkDelivery(of: order, path: "\(node.path).shipping")
        guard reader.problems.isEmpty else { return .unfit(reader.problems) }
        order.mismatches = reader.mismatches
        return .order(order, disposition)
    }

    /// `<key>_gmt` is UTC without saying so; `<key>` is the shop's local time, whose offset is not said at all, and
    /// only better than nothing.
    private func time(_ key: String) -> Timestamp? {
        reader.time("\(key)_gmt", of: node, zone: "Z") ?? reader.time(key, of: node, zone: "Z")
    }

    private var status: String { reader.id("status", of: node) ?? "" }

    /// Custom statuses come from plug-ins; what they mean is not known until the order gets one that is.
    private func disposition(total: Int64, refunded: Int64) -> Disposition {
        switch status {
        case "pending", "on-hold", "processing":
            refunded > 0 && refunded >= total ? .recorded(.refunded) : .proceed
        case "completed": .recorded(.fulfilled)
        case "cancelled", "trash": .recorded(.cancelled)
        case "refunded": .recorded(.refunded)
        case "failed": .recorded(.paymentFailed)
        case "checkout-draft", "auto-draft", "draft": .recorded(.draft)
        default: .recorded(.customStatus)
        }
    }

    /// What was refunded since is told apart, by the refund's id.
    private mutating func payment(total: Int64, _ currency: Currency) -> PaymentInstruction {
        // Where the storefront took the money itself, it stands to us as a marketplace does.
        let isCashOnDelivery = reader.id("payment_method", of: node) == "cod"
        let method = isCashOnDelivery ? .cashOnDelivery : shop.paymentMethod ?? .marketplace
        // "processing" means paid, or cash on delivery; everything before it waits for a bank transfer or a card.
        let isPaid = !isCashOnDelivery && ["processing", "completed", "refunded"].contains(status)
        return PaymentInstruction(
            method: method, state: isPaid ? .paid : .unpaid, amount: isPaid ? total : nil,
            currency: isPaid ? currency : nil, reference: reader.freeText("transaction_id", of: node, limit: 255))
    }

    var currency: Currency? { reader.id("currency", of: node).map { Currency(rawValue: $0) } ?? shop.currency }

    /// What was paid back so far.
    private mutating func refunded(in currency: Currency) -> Int64 {
        let refunds = self.refunds(in: currency)
        if refunds.unexplained > 0, status != "refunded", let list = node["refunds"] {
            reader.mismatch(
                .partiallyRefunded, path: list.path,
                "\(currency.format(refunds.unexplained)) was refunded before the order came; for which lines is not said"
            )
        }
        return refunds.sum
    }

    /// Fees, less what gift cards paid.
    private mutating func fees(in currency: Currency) -> Int64 {
        var sum: Int64 = 0
        for fee in node["fee_lines"]?.elements.map(\.self) ?? [] {
            sum += reader.money("total", of: fee, in: currency) ?? 0
        }
        for card in node["gift_cards"]?.elements.map(\.self) ?? [] {
            sum -= abs(reader.money("amount", of: card, in: currency) ?? 0)
        }
        return sum
    }

    /// Whether there is anything for a carrier: a cart without goods has neither shipping method nor shipping address.
    private var isShipped: Bool {
        if node["needs_processing"]?.bool == false { return false }
        let hasMethod = (node["shipping_lines"]?.count ?? 0) > 0
        return hasMethod
            || ["address_1", "city", "country"].contains { reader.id($0, of: node["shipping"] ?? node) != nil }
    }
}
