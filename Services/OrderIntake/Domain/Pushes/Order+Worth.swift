import Contracts

extension Order {
    /// What some units of its lines cost: their share of price, discount and tax, without shipping.
    package func worth(of units: [LineQuantity]) -> Int64 {
        units.reduce(0) { sum, wanted in
            guard let line = lines.first(where: { $0.id == wanted.lineID }), line.quantity > 0 else { return sum }
            let quantity = min(wanted.quantity, line.quantity)
            let whole = line.unitPrice * Int64(line.quantity) - line.discount + (taxesIncluded ? 0 : line.tax)
            let shares = [Int64(quantity), Int64(line.quantity - quantity)]
            return sum + Apportionment.split(whole, by: shares)[0]
        }
    }
}
