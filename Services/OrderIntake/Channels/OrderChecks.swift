import Contracts
import WireJSON

/// What a channel's order says that does not fit together: recorded with the order, never a reason to refuse it, since
/// somebody has paid for it.
extension PayloadReader {
    /// - Parameter path: of the channel's own total.
    package mutating func checkTotal(of order: Order, path: String) {
        let sums = OrderArithmetic(order)
        guard sums.total != Int128(order.total) else { return }
        let expected = OrderArithmetic.format(sums.total, order.currency)
        let said = order.currency.format(order.total)
        mismatch(
            .totalMismatch, path: path,
            "lines, shipping, discount, fees and tax add up to \(expected), the total says \(said)")
    }

    package mutating func checkDelivery(of order: Order, path: String) {
        guard order.lines.contains(where: \.requiresShipping) else { return }
        guard let address = order.shippingAddress else {
            mismatch(.noShippingAddress, path: path, "lines are to be shipped, but there is no address to ship to")
            return
        }
        if address.line1.isEmpty || address.city.isEmpty || address.country.isEmpty {
            mismatch(.incompleteAddress, path: path, "the address lacks street, city or country")
        }
    }

    /// Two lines of one id would be one line to everybody downstream, and a line that gives money is none.
    package mutating func checkLines(_ lines: [OrderLine], at list: JSONNode) {
        var seen: Set<String> = []
        if lines.contains(where: { !seen.insert($0.id).inserted }) {
            problem(.duplicateLine, at: list, "two lines have the same id")
        }
        if lines.contains(where: { $0.unitPrice < 0 || $0.discount < 0 }) {
            problem(.outOfRange, at: list, "a line has a price or a discount below zero")
        }
    }
}
