import Contracts

/// What an order's own figures add up to.
package struct OrderArithmetic: Sendable {
    /// The largest amount that intake takes, in minor units: ten thousand million of a currency with cents. A line of a
    /// million units at that price still fits 64 bits many times over.
    package static let largestAmount: Int64 = 1_000_000_000_000
    package static let largestQuantity = 1_000_000

    /// Lines after their discounts, in minor units.
    package let lines: Int128
    package let lineTaxes: Int128
    /// What the customer pays according to lines, shipping, discount, fees and tax.
    package let total: Int128

    package init(_ order: Order) {
        var lines: Int128 = 0
        var taxes: Int128 = 0
        for line in order.lines {
            lines += Int128(line.unitPrice) * Int128(line.quantity) - Int128(line.discount)
            taxes += Int128(line.tax)
        }
        self.lines = lines
        self.lineTaxes = taxes
        let tax = order.taxesIncluded ? 0 : Int128(order.tax)
        total = lines + Int128(order.shipping) - Int128(order.discount) + Int128(order.fees) + tax
    }

    /// The sum as a person reads it; sums beyond 64 bits are shown as digits.
    package static func format(_ amount: Int128, _ currency: Currency) -> String {
        Int64(exactly: amount).map { currency.format($0) } ?? "\(amount) minor units of \(currency.rawValue)"
    }
}
