import Contracts

extension Order {
    var isExpress: Bool { kind == .express }

    var summary: OrderSummary {
        OrderSummary(
            id: id, channel: channel, shop: shop, externalID: externalID, number: number, currency: currency,
            total: total, customer: customer, shippingAddress: shippingAddress,
            lines: lines.map {
                SummaryLine(
                    title: $0.title ?? $0.sku, sku: $0.sku, quantity: $0.quantity, amount: Self.net($0))
            }, shares: LineShare.shares(of: self), paymentMethod: payment.method)
    }

    /// What some units of its lines are worth after the lines' own discounts, for customs, insurance and shares.
    func value(of units: [(lineID: String, quantity: Int)]) -> Int64 {
        units.reduce(0) { sum, unit in
            guard let line = lines.first(where: { $0.id == unit.lineID }) else { return sum }
            let rest = max(0, line.quantity - unit.quantity)
            return sum + Apportionment.split(Self.net(line), by: [Int64(unit.quantity), Int64(rest)])[0]
        }
    }

    /// 0 for figures that no order can have.
    private static func net(_ line: OrderLine) -> Int64 {
        let (gross, overflow) = line.unitPrice.multipliedReportingOverflow(by: Int64(line.quantity))
        return overflow ? 0 : max(0, gross - max(0, line.discount))
    }
}
