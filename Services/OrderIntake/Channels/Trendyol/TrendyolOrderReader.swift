import Contracts
import WireJSON

/// One package of Trendyol's on its way to the canonical model. Fields were renamed in 2025, and answers mix both
/// spellings: the new one is read first.
struct TrendyolOrderReader {
    let node: JSONNode
    let shop: Shop
    var reader = PayloadReader()

    mutating func read() -> MappedOrder {
        let id = reader.required(
            reader.id("orderNumber", of: node), "orderNumber", of: node, "an order needs its number")
        let currency = self.currency
        if currency?.isWellFormed != true {
            reader.problem(.invalidCurrency, at: node, member: "currencyCode", "an order needs an ISO 4217 currency")
        }
        let placedAt = reader.required(
            self.placedAt, "orderDate", of: node, "an order needs the time it was placed")
        let disposition = self.disposition()
        guard let id, let currency, let placedAt, let disposition, reader.problems.isEmpty else {
            return .unfit(reader.problems)
        }

        let totalKey = reader.spelling("packageTotalPrice", "totalPrice", of: node)
        let total = reader.money(totalKey, of: node, in: currency)
        if total == nil, reader.problems.isEmpty {
            reader.problem(.missing, at: node, member: totalKey, "an order needs a total")
        }
        let lines = self.lines(in: currency)
        guard let total, reader.problems.isEmpty else { return .unfit(reader.problems) }

        let isPaid = disposition != .recorded(.awaitingChannel)
        var order = Order(
            id: .zero, channel: shop.key.channel, shop: shop.key.shop, externalID: id, number: id,
            kind: reader.flag("fastDelivery", of: node) ? .express : .standard, placedAt: placedAt,
            updatedAt: updatedAt, currency: currency, taxesIncluded: true, customer: customer(),
            shippingAddress: address("shipmentAddress"), billingAddress: address("invoiceAddress"), lines: lines,
            tax: LineAmounts.taxes(of: lines), total: total,
            payment: PaymentInstruction(
                method: .marketplace, state: isPaid ? .paid : .unpaid, amount: isPaid ? total : nil,
                currency: isPaid ? currency : nil),
            tags: tags())
        reader.checkTotal(of: order, path: "\(node.path).\(totalKey)")
        reader.checkDelivery(of: order, path: "\(node.path).shipmentAddress")
        guard reader.problems.isEmpty else { return .unfit(reader.problems) }
        order.mismatches = reader.mismatches
        return .order(order, disposition)
    }

    private var currency: Currency? {
        reader.currency("currencyCode", of: node)
            ?? node["lines"]?[0].flatMap { reader.currency("currencyCode", of: $0) } ?? shop.currency
    }

    /// `orderDate` is the clock on a Turkish wall, three hours ahead, written as if it were UTC; no other time is.
    private var placedAt: Timestamp? {
        reader.milliseconds("orderDate", of: node).map { $0 - .seconds(3 * 3600) }
    }

    private var updatedAt: Timestamp? {
        reader.milliseconds("lastModifiedDate", of: node)
            ?? node["packageHistories"]?.elements.compactMap { reader.milliseconds("createdDate", of: $0) }.max()
    }

    /// Nil for a status that is not known. `shipmentPackageStatus` was missing for days once, `status` was there.
    private mutating func disposition() -> Disposition? {
        let key = reader.spelling("shipmentPackageStatus", "status", of: node)
        switch reader.id(key, of: node)?.lowercased() {
        case "created", "picking", "invoiced": return .proceed
        // Stock is to be kept for it, and nothing may be picked: the customer is masked still.
        case "awaiting": return .recorded(.awaitingChannel)
        case "shipped", "atcollectionpoint", "delivered", "undelivered": return .recorded(.fulfilled)
        case "returned": return .recorded(.returned)
        case "cancelled", "unsupplied": return .recorded(.cancelled)
        case "unpacked": return .recorded(.repackaged)
        default:
            reader.problem(.unknownStatus, at: node, member: key, "the status of the package is not known")
            return nil
        }
    }

    private func tags() -> [String] {
        let package = reader.id(reader.spelling("shipmentPackageId", "id", of: node), of: node)
        let marks = [("commercial", "commercial"), ("micro", "micro-export"), ("giftBoxRequested", "gift-box")]
        return [package.map { "package:\($0)" }].compactMap(\.self)
            + marks.filter { reader.flag($0.0, of: node) }.map(\.1)
    }
}
