import Contracts
import FoundationEssentials

/// Goods for goods: a linked order, paid with what comes back and reserved as soon as the return is approved.
enum Exchange {
    /// Prices what is wanted. Without prices the replacement is worth exactly what comes back, an even exchange; what is
    /// cheaper leaves the rest to be refunded. What is dearer is refused: nobody has agreed to pay the difference, so the
    /// customer returns and orders anew.
    static func price(_ rma: inout RMA) throws(ReturnRefusal) {
        guard rma.settlement == .exchange else { return }
        let wanted = rma.details.exchangeLines
        for (index, line) in wanted.enumerated() where line.quantity < 1 || line.unitPrice ?? 0 < 0 {
            throw ReturnRefusal(
                "invalid_quantity", at: "$.exchangeLines[\(index)]", "at least one unit, and no negative price")
        }
        let priced = wanted.reduce(Int128(0)) { $0 + Int128($1.unitPrice ?? 0) * Int128($1.quantity) }
        let isEven = wanted.contains { $0.unitPrice == nil }
        guard priced <= Int128(rma.details.expected) else {
            throw ReturnRefusal(
                "exchange_costs_more", at: "$.exchangeLines",
                "it would cost \(priced), what comes back is worth \(rma.details.expected) minor units")
        }
        rma.details.exchangeCredit = isEven ? rma.details.expected : Int64(clamping: priced)
    }

    /// The linked order. The id is made of the return, so that asking twice is asking once.
    static func order(for rma: RMA, of original: OrderSummary, at now: Timestamp) -> Order {
        let wanted = rma.details.exchangeLines
        let fixed = wanted.map { ($0.unitPrice ?? 0) * Int64($0.quantity) }
        let rest = rma.details.exchangeCredit - fixed.reduce(0, +)
        let shares = Apportionment.split(
            max(0, rest), by: wanted.map { $0.unitPrice == nil ? Int64($0.quantity) : 0 })
        let lines = wanted.indices.map { index in
            // A share that does not divide by the units is a price rounded up and a discount of the difference.
            let amount = fixed[index] + (wanted[index].unitPrice == nil ? shares[index] : 0)
            let quantity = Int64(wanted[index].quantity)
            let price = (amount + quantity - 1) / quantity
            return OrderLine(
                id: String(index + 1), sku: wanted[index].sku, title: wanted[index].title,
                quantity: wanted[index].quantity, unitPrice: price, discount: price * quantity - amount)
        }
        return Order(
            id: orderID(of: rma.id, at: now), channel: original.channel, shop: original.shop,
            externalID: "\(original.externalID)-exchange-\(rma.id.text.prefix(8))",
            number: "\(original.number)-X\(rma.id.text.prefix(4))", kind: .exchange, placedAt: now,
            currency: original.currency, customer: original.customer, shippingAddress: original.shippingAddress,
            lines: lines, total: rma.details.exchangeCredit,
            payment: PaymentInstruction(
                method: .credit, state: .paid, amount: rma.details.exchangeCredit, reference: "return/\(rma.id.text)"))
    }

    static func orderID(of returnID: UUID, at moment: Timestamp) -> UUID {
        .v7(at: moment, entropy: .v5("return/\(returnID.text)/exchange"))
    }
}
