import Contracts
import WireJSON

extension AmazonOrderReader {
    /// The lines, and what they hold of shipping, fees and tax.
    struct Items {
        var lines: [OrderLine] = []
        var shipping: Int64 = 0
        var fees: Int64 = 0
        var tax: Int64 = 0
        /// Where a buyer's wish to cancel stands.
        var cancelRequest: String?
    }

    mutating func items(in currency: Currency) -> Items {
        var result = Items()
        guard let list = node[reader.spelling("orderItems", "OrderItems", of: node)] else { return result }
        for item in reader.lineNodes(in: list) {
            // A line that was cancelled stays, with nothing ordered.
            let key = reader.spelling("quantityOrdered", "QuantityOrdered", of: item)
            guard let quantity = reader.quantity(key, of: item, atLeast: 0), quantity > 0 else { continue }
            let id = reader.required(
                reader.id(reader.spelling("orderItemId", "OrderItemId", of: item), of: item), "orderItemId", of: item,
                "a line needs an id")
            let isOld = reader.member("product", of: item) == nil
            let amounts = isOld ? oldAmounts(of: item, currency) : self.amounts(of: item, quantity, currency)
            guard let id else { continue }
            result.add(amounts)
            let price = LineAmounts(gross: amounts.goods, discount: amounts.promotion).perUnit(of: quantity)
            result.lines.append(
                OrderLine(
                    id: id, sku: sku(of: item, id: id), title: title(of: item), quantity: quantity,
                    unitPrice: price.unitPrice, discount: price.discount, tax: amounts.goodsTax))
            if result.cancelRequest == nil, isCancelRequested(item) { result.cancelRequest = item.path }
        }
        reader.checkLines(result.lines, at: list)
        return result
    }

    /// What is to be sent needs lines: an order of v0 comes without.
    mutating func checkLines(_ items: Items, in key: String) {
        guard items.lines.isEmpty, reader.problems.isEmpty else { return }
        guard let list = node[key] else {
            reader.problem(.linesApart, at: node, member: key, "the lines of the order are not there (getOrderItems)")
            return
        }
        reader.problem(.noLines, at: list, "the order has no lines")
    }

    /// Amazon does not say whether prices contain tax: it is the reading under which the order adds up.
    mutating func explainTotal(of order: inout Order) {
        let sums = OrderArithmetic(order)
        if sums.total != Int128(order.total), sums.total - Int128(order.tax) == Int128(order.total) {
            order.taxesIncluded = true
        }
        reader.checkTotal(of: order, path: "\(node.path).\(node["OrderTotal"] == nil ? "proceeds" : "OrderTotal")")
    }

    private func product(_ item: JSONNode) -> JSONNode { reader.member("product", of: item) ?? item }

    private func sku(of item: JSONNode, id: String) -> String {
        let product = product(item)
        if let sku = reader.id(reader.spelling("sellerSku", "SellerSKU", of: product), of: product) { return sku }
        if let asin = reader.id(reader.spelling("asin", "ASIN", of: product), of: product) {
            return "\(shop.key.channel):\(asin)"
        }
        return "\(shop.key.channel):line-\(id)"
    }

    private mutating func title(of item: JSONNode) -> String? {
        let product = product(item)
        return reader.freeText(reader.spelling("title", "Title", of: product), of: product)
    }

    /// Of v0 it is the text "true".
    private func isCancelRequested(_ item: JSONNode) -> Bool {
        if let request = reader.member("BuyerRequestedCancel", of: item) {
            return reader.flag("IsBuyerRequestedCancel", of: request)
        }
        return reader.member("cancellation", of: item)?["cancellationRequest"].map { !$0.isNull } ?? false
    }
}
