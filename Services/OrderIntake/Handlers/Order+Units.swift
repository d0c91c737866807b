import Contracts

extension Order {
    /// Units per line.
    var units: [String: Int] {
        Dictionary(lines.map { ($0.id, $0.quantity) }, uniquingKeysWith: { first, _ in first })
    }

    /// The lines of another content of the same order, and what was asked for them.
    mutating func takeGoods(of known: Order) {
        lines = known.lines
        taxesIncluded = known.taxesIncluded
        (shipping, discount, fees, tax) = (known.shipping, known.discount, known.fees, known.tax)
        total = known.total
        payment.amount = payment.state == .unpaid ? nil : total
        payment.currency = payment.state == .unpaid ? nil : currency
        mismatches = known.mismatches
    }

    /// What was cancelled of it when so many units are left: each by what is left, so that it is told once whatever way it
    /// comes out.
    /// - Parameter givenBack: units whose price the merchant has given back.
    func cancels(leaving left: [String: Int], givenBack: [String: Int] = [:]) -> [ChannelRefund] {
        units.sorted { $0.key < $1.key }.compactMap { id, units in
            let left = left[id] ?? 0
            guard left < units else { return nil }
            let paid = min(units - left, givenBack[id] ?? 0)
            return ChannelRefund(
                content: RefundedByChannel(
                    externalRefundID: "units/\(id)/\(left)",
                    amount: paid > 0 ? worth(of: [LineQuantity(lineID: id, quantity: paid)]) : 0,
                    lines: [LineQuantity(lineID: id, quantity: units - left)], restock: true),
                reducesContent: true, isByMerchant: paid > 0)
        }
    }
}
