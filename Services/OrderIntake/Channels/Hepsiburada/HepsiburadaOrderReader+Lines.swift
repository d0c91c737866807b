import Contracts
import WireJSON

extension HepsiburadaOrderReader {
    /// The lines that are still wanted; all of them in an order that is cancelled as a whole.
    mutating func lines(in currency: Currency, _ states: [LineState], _ disposition: Disposition) -> [OrderLine] {
        guard items.count <= SubmissionValidator.maximumLines else {
            reader.problem(.tooManyLines, at: node, "the order has more lines than intake takes")
            return []
        }
        var lines: [OrderLine] = []
        for (item, state) in zip(items, states) where state != .cancelled || disposition == .recorded(.cancelled) {
            if let line = line(item, currency) { lines.append(line) }
        }
        reader.checkLines(lines, at: node)
        return lines
    }

    /// What the customer pays for the line is `totalPrice`: 28.99833 six times is 173.98998, and not 174.00.
    private mutating func line(_ item: JSONNode, _ currency: Currency) -> OrderLine? {
        let id = reader.required(
            reader.id(reader.spelling("lineItemId", "id", of: item), of: item), "id", of: item, "a line needs an id")
        let quantity = reader.quantity("quantity", of: item, atLeast: 1)
        let total = reader.amount("totalPrice", of: item, in: currency)
        let price = reader.amount(reader.spelling("unitPrice", "price", of: item), of: item, in: currency)
        guard let id, let quantity else { return nil }
        guard let gross = total ?? price.map({ $0 * Int64(quantity) }) else {
            reader.problem(.missing, at: item, member: "totalPrice", "a line needs a price")
            return nil
        }
        let amounts = LineAmounts(gross: gross).perUnit(of: quantity)
        return OrderLine(
            id: id, sku: sku(of: item, id: id),
            title: reader.freeText(reader.spelling("productName", "name", of: item), of: item), quantity: quantity,
            unitPrice: amounts.unitPrice, discount: amounts.discount, tax: tax(of: item, in: gross, currency))
    }

    /// By the rate; the amount is a number in one answer and an object in another.
    private mutating func tax(of item: JSONNode, in gross: Int64, _ currency: Currency) -> Int64 {
        let rate = reader.rate("vatRate", of: item)
        if rate > 0 { return LineAmounts.tax(in: gross, atRate: rate) }
        return reader.amount("vat", of: item, in: currency) ?? 0
    }

    private func sku(of item: JSONNode, id: String) -> String {
        if let sku = reader.id(reader.spelling("merchantSku", "merchantSKU", of: item), of: item) { return sku }
        if let sku = reader.id(reader.spelling("sku", "hbSku", of: item), of: item) {
            return "\(shop.key.channel):\(sku)"
        }
        return "\(shop.key.channel):line-\(id)"
    }
}
