import Contracts
import WireJSON

extension TrendyolOrderReader {
    /// A line as the channel has it, before it is known how its amounts are meant.
    private struct Item {
        let node: JSONNode
        let id: String
        let quantity: Int
        let gross: Int64
        /// Of the seller's and of Trendyol's own discount together.
        let discount: Int64
        /// The same of each unit, where the line tells them apart: 13.00 and 12.99.
        let unitDiscounts: Int64?
    }

    mutating func lines(in currency: Currency) -> [OrderLine] {
        guard let list = node["lines"] else { return [] }
        let items = reader.lineNodes(in: list).compactMap { item($0, currency) }
        guard reader.problems.isEmpty else { return [] }
        let gross = reading(
            of: items, "packageGrossAmount", "grossAmount", currency,
            among: [{ $0.gross * Int64($0.quantity) }, { $0.gross }])
        let discounts = reader.money(
            reader.spelling("packageSellerDiscount", "totalDiscount", of: node), of: node, in: currency)
        let others = reader.money(
            reader.spelling("packageTyDiscount", "totalTyDiscount", of: node), of: node, in: currency)
        let discount = reading(
            of: items, sum: (discounts ?? 0) + (others ?? 0),
            among: [
                { $0.unitDiscounts ?? $0.discount * Int64($0.quantity) }, { $0.discount * Int64($0.quantity) },
                { $0.discount },
            ])
        let lines = items.map { line($0, LineAmounts(gross: gross($0), discount: discount($0)), currency) }
        reader.checkLines(lines, at: list)
        if lines.isEmpty, reader.problems.isEmpty {
            reader.problem(.noLines, at: list, "the order has no lines")
        }
        return lines
    }

    /// Whether amounts are meant for a unit or for the line is not said: it is the reading under which the lines come to
    /// what the package says; the first when none does.
    private mutating func reading(
        of items: [Item], _ spelling: String, _ older: String, _ currency: Currency,
        among readings: [(Item) -> Int64]
    ) -> (Item) -> Int64 {
        let key = reader.spelling(spelling, older, of: node)
        return reading(of: items, sum: reader.money(key, of: node, in: currency), among: readings)
    }

    private func reading(of items: [Item], sum: Int64?, among readings: [(Item) -> Int64]) -> (Item) -> Int64 {
        let right = readings.first { reading in items.reduce(Int128(0)) { $0 + Int128(reading($1)) } == sum ?? -1 }
        return right ?? readings[0]
    }

    private mutating func item(_ item: JSONNode, _ currency: Currency) -> Item? {
        let id = reader.required(
            reader.id(reader.spelling("lineId", "id", of: item), of: item), "lineId", of: item, "a line needs an id")
        let quantity = reader.quantity("quantity", of: item, atLeast: 1)
        let grossKey = reader.spelling("lineGrossAmount", "amount", of: item)
        let gross =
            reader.money(grossKey, of: item, in: currency)
            ?? reader.money(reader.spelling("lineUnitPrice", "price", of: item), of: item, in: currency)
        if gross == nil { reader.problem(.missing, at: item, member: grossKey, "a line needs an amount") }
        let seller = reader.money(
            reader.spelling("lineSellerDiscount", "discount", of: item), of: item, in: currency)
        let other = reader.money(reader.spelling("lineTyDiscount", "tyDiscount", of: item), of: item, in: currency)
        guard let id, let quantity, let gross else { return nil }
        return Item(
            node: item, id: id, quantity: quantity, gross: gross, discount: (seller ?? 0) + (other ?? 0),
            unitDiscounts: unitDiscounts(of: item, quantity, currency))
    }

    private mutating func unitDiscounts(of item: JSONNode, _ quantity: Int, _ currency: Currency) -> Int64? {
        guard let list = item["discountDetails"], list.count == quantity else { return nil }
        var sum: Int64 = 0
        for unit in list.elements {
            let seller = reader.spelling("lineItemSellerDiscount", "lineItemDiscount", of: unit)
            sum += reader.money(seller, of: unit, in: currency) ?? 0
            sum += reader.money("lineItemTyDiscount", of: unit, in: currency) ?? 0
        }
        return sum
    }

    private mutating func line(_ item: Item, _ amounts: LineAmounts, _ currency: Currency) -> OrderLine {
        let price = amounts.perUnit(of: item.quantity)
        let rate = reader.rate(reader.spelling("vatRate", "vatBaseAmount", of: item.node), of: item.node)
        return OrderLine(
            id: item.id, sku: sku(of: item), title: reader.freeText("productName", of: item.node),
            quantity: item.quantity, unitPrice: price.unitPrice, discount: price.discount,
            tax: LineAmounts.tax(in: amounts.net, atRate: rate))
    }

    /// The seller's own code, else the barcode, which Trendyol requires.
    private func sku(of item: Item) -> String {
        let key = reader.spelling("stockCode", "merchantSku", of: item.node)
        if let sku = reader.id(key, of: item.node) { return sku }
        if let barcode = reader.id("barcode", of: item.node) { return "\(shop.key.channel):\(barcode)" }
        return "\(shop.key.channel):line-\(item.id)"
    }
}
