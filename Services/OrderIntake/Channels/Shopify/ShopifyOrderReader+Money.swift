import Contracts
import WireJSON

extension ShopifyOrderReader {
    var financialStatus: String? { reader.id("financial_status", of: node) }

    var gateways: [String] {
        let listed = node["payment_gateway_names"]?.elements.compactMap { $0.string?.lowercased() } ?? []
        return listed + [reader.id("gateway", of: node)?.lowercased()].compactMap(\.self)
    }

    /// Cash on delivery is a manual gateway whose name the shop chose.
    private var isCashOnDelivery: Bool {
        gateways.contains { $0 == "cod" || $0.contains("(cod)") || $0.contains("cash on delivery") }
    }

    /// A company's order that is to be paid some days after it was placed or sent. What is due on receipt is waited for.
    private mutating func isOnTerms() -> Bool {
        guard let terms = reader.member("payment_terms", of: node) else { return false }
        switch reader.id("payment_terms_type", of: terms)?.lowercased() {
        case "net", "fixed", "fulfillment": return true
        case "receipt": return false
        default: return (terms["due_in_days"]?.int ?? 0) > 0
        }
    }

    mutating func payment(total: Int64, _ currency: Currency) -> PaymentInstruction {
        let state: PaymentState =
            switch financialStatus {
            case "paid", "partially_refunded", "refunded": .paid
            case "authorized": .authorised
            default: .unpaid
            }
        // Where the storefront took the money itself, it stands to us as a marketplace does.
        let method: PaymentMethod =
            if isCashOnDelivery { .cashOnDelivery } else if state == .unpaid, isOnTerms() { .invoice } else {
                shop.paymentMethod ?? .marketplace
            }
        if state == .paid, let outstanding = reader.money("total_outstanding", of: node, in: currency), outstanding > 0
        {
            reader.mismatch(
                .outstandingMismatch, path: "\(node.path).total_outstanding",
                "the order is said to be paid, but \(currency.format(outstanding)) is outstanding")
        }
        return PaymentInstruction(
            method: method, state: state, amount: state == .unpaid ? nil : total,
            currency: state == .unpaid ? nil : currency)
    }

    /// After a refund or an edit the `current_` figures hold, before one they are the same.
    mutating func total(in currency: Currency, isReduced: Bool) -> Int64? {
        let amount =
            isReduced
            ? money("current_total_price", currency) ?? money("total_price", currency)
            : money("total_price", currency) ?? money("current_total_price", currency)
        if amount == nil, reader.problems.isEmpty {
            reader.problem(.missing, at: node, member: "total_price", "an order needs a total")
        }
        return amount
    }

    mutating func tax(in currency: Currency, isReduced: Bool) -> Int64 {
        let original = money("total_tax", currency)
        let current = money("current_total_tax", currency)
        return (isReduced ? current ?? original : original ?? current) ?? 0
    }

    /// The shipping lines less their discounts. What of them was given back as money alone stays in: that refund is told by
    /// itself.
    mutating func shipping(in currency: Currency, isReduced: Bool) -> Int64 {
        let original = shipping(in: currency)
        guard isReduced, let current = shopMoney("current_shipping_price_set", of: node, currency) else {
            return original
        }
        return (1...max(1, refundedAlone)).contains(original - current) ? original : current
    }

    private mutating func shipping(in currency: Currency) -> Int64 {
        guard let list = node["shipping_lines"] else { return 0 }
        var sum: Int64 = 0
        for line in list.elements where line["is_removed"]?.bool != true {
            if let discounted = reader.money("discounted_price", of: line, in: currency) {
                sum += discounted
            } else {
                sum += (reader.money("price", of: line, in: currency) ?? 0) - allocations(of: line, currency)
            }
        }
        return sum
    }

    /// Duties, additional fees and cash rounding.
    mutating func fees(in currency: Currency) -> Int64 {
        let duties =
            shopMoney("current_total_duties_set", of: node, currency)
            ?? shopMoney("original_total_duties_set", of: node, currency)
        let additional =
            shopMoney("current_total_additional_fees_set", of: node, currency)
            ?? shopMoney("original_total_additional_fees_set", of: node, currency)
        let rounding = shopMoney("total_cash_rounding_payment_adjustment_set", of: node, currency)
        return (duties ?? 0) + (additional ?? 0) + (rounding ?? 0)
    }

    /// Finds the reading under which the order adds up: a tip is counted in the total but may not be a line, and either
    /// of the two totals may be the one of the lines. What still does not add up is recorded.
    mutating func explainTotal(of order: inout Order, isReduced: Bool) {
        let sum = OrderArithmetic(order).total
        guard sum != Int128(order.total) else { return }
        if let tip = money("total_tip_received", order.currency), tip > 0, sum + Int128(tip) == Int128(order.total) {
            order.fees += tip
            return
        }
        // The refunds of money alone are told each by itself, so a total that is less by them would count them twice.
        let without = Int128(order.total) + Int128(refundedAlone)
        if isReduced, sum > Int128(order.total), sum <= without {
            order.total = Int64(clamping: sum)
            if order.payment.amount != nil { order.payment.amount = order.total }
            return
        }
        let key = isReduced ? "total_price" : "current_total_price"
        if let other = money(key, order.currency), Int128(other) == sum {
            order.total = other
            if order.payment.amount != nil { order.payment.amount = other }
            return
        }
        reader.checkTotal(of: order, path: "\(node.path).\(isReduced ? "current_total_price" : "total_price")")
    }

    /// What went back without a line of the order, in the refunds that the order lists.
    private var refundedAlone: Int64 {
        ShopifyMapping.refunds(in: node, of: shop).reduce(0) { $0 + ($1.reducesContent ? 0 : $1.content.amount) }
    }

    mutating func allocations(of line: JSONNode, _ currency: Currency) -> Int64 {
        guard let list = line["discount_allocations"] else { return 0 }
        var sum: Int64 = 0
        for allocation in list.elements { sum += reader.money("amount", of: allocation, in: currency) ?? 0 }
        return sum
    }

    private mutating func money(_ key: String, _ currency: Currency) -> Int64? {
        reader.money(key, of: node, in: currency)
    }

    private mutating func shopMoney(_ key: String, of node: JSONNode, _ currency: Currency) -> Int64? {
        guard let set = reader.member(key, of: node)?["shop_money"] else { return nil }
        return reader.money("amount", of: set, in: currency)
    }
}
