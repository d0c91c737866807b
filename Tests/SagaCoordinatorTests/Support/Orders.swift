import Contracts
import FoundationEssentials

/// Orders as intake accepts them.
enum Orders {
    static let id = UUID.v7(at: Timestamp(seconds: 1_770_000_000), entropy: .v5("an order"))

    static func make(
        method: PaymentMethod = .card, state: PaymentState = .authorised, kind: OrderKind = .standard,
        lines: [OrderLine] = [tea, cup]
    ) -> Order {
        let total = lines.reduce(499) { $0 + $1.unitPrice * Int64($1.quantity) - $1.discount }
        return Order(
            id: id, channel: "shopify", shop: "teashop", externalID: "5001", number: "#5001", kind: kind,
            placedAt: Timestamp(seconds: 1_770_000_000), updatedAt: Timestamp(seconds: 1_770_000_000),
            currency: Currency(rawValue: "EUR"), customer: Customer(name: "Ada", email: "ada@example.com"),
            shippingAddress: Address(line1: "1 Harbour St", city: "Izmir", postcode: "35000", country: "TR"),
            lines: lines, shipping: 499, total: total,
            payment: PaymentInstruction(
                method: method, state: state, amount: total,
                token: method == .card && state == .unpaid ? nil : "tok_ok"))
    }

    static let tea = OrderLine(id: "L1", sku: "TEA-100", title: "Tea", quantity: 3, unitPrice: 1250, discount: 250)
    static let cup = OrderLine(id: "L2", sku: "CUP-1", title: "Cup", quantity: 1, unitPrice: 990)
    static let voucher = OrderLine(
        id: "L3", sku: "GIFT-20", title: "Voucher", quantity: 1, unitPrice: 2000, requiresShipping: false)
}
