import Contracts
import WireJSON

extension N11OrderReader {
    /// - Parameter total: of the package: it tells whether the discounts that N11 pays itself are in it.
    mutating func lines(in currency: Currency, total: Int64?) -> [OrderLine] {
        guard let list = node["lines"] else { return [] }
        var own: [OrderLine] = []
        var all: [OrderLine] = []
        for item in reader.lineNodes(in: list) {
            guard var line = line(item, discount: sellerDiscount(of: item, currency), currency) else { continue }
            own.append(line)
            let theirs = reader.money(
                reader.spelling("totalMallDiscountPrice", "mallDiscount", of: item), of: item, in: currency)
            line.discount += theirs ?? 0
            line.tax = LineAmounts.tax(in: line.net, atRate: reader.rate("vatRate", of: item))
            all.append(line)
        }
        reader.checkLines(own, at: list)
        if own.isEmpty, reader.problems.isEmpty { reader.problem(.noLines, at: list, "the order has no lines") }
        guard let total, !Self.come(own, to: total), Self.come(all, to: total) else { return own }
        return all
    }

    private static func come(_ lines: [OrderLine], to total: Int64) -> Bool {
        let sum: Int128 = lines.reduce(0) { $0 + Int128($1.net) }
        return sum == Int128(total)
    }

    /// Of the whole line: the sum where it is given, else its parts.
    private mutating func sellerDiscount(of item: JSONNode, _ currency: Currency) -> Int64 {
        if let sum = reader.money("totalSellerDiscountPrice", of: item, in: currency) { return sum }
        let discount = reader.money("sellerDiscount", of: item, in: currency)
        let coupon = reader.money("sellerCouponDiscount", of: item, in: currency)
        return (discount ?? 0) + (coupon ?? 0)
    }

    private mutating func line(_ item: JSONNode, discount: Int64, _ currency: Currency) -> OrderLine? {
        let id = reader.id("orderLineId", of: item)
        let price = reader.money("price", of: item, in: currency)
        let quantity = reader.quantity("quantity", of: item, atLeast: 1)
        if id == nil { reader.problem(.missing, at: item, member: "orderLineId", "a line needs an id") }
        if price == nil { reader.problem(.missing, at: item, member: "price", "a line needs a price") }
        guard let id, let price, let quantity else { return nil }
        let net = price * Int64(quantity) - discount
        return OrderLine(
            id: id, sku: sku(of: item, id: id), title: reader.freeText("productName", of: item), quantity: quantity,
            unitPrice: price, discount: discount,
            tax: LineAmounts.tax(in: net, atRate: reader.rate("vatRate", of: item)))
    }

    private func sku(of item: JSONNode, id: String) -> String {
        if let sku = reader.id("stockCode", of: item) { return sku }
        if let barcode = reader.id("barcode", of: item) { return "\(shop.key.channel):\(barcode)" }
        if let product = reader.nonZeroID("productId", of: item) { return "\(shop.key.channel):product-\(product)" }
        return "\(shop.key.channel):line-\(id)"
    }
}

extension OrderLine {
    /// What the line comes to after its discount.
    fileprivate var net: Int64 { unitPrice * Int64(quantity) - discount }
}
