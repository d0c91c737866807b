import Contracts
import WireJSON

/// The lines of one order of Hepsiburada's on their way to the canonical model. What an order has as a whole stands in
/// each of its lines, or in the package around them.
struct HepsiburadaOrderReader {
    let node: JSONNode
    let shop: Shop
    let items: [JSONNode]
    var reader = PayloadReader()

    init(node: JSONNode, shop: Shop) {
        self.node = node
        self.shop = shop
        items = HepsiburadaMapping.lines(in: node)
    }

    mutating func read() -> MappedOrder {
        guard let first = items.first else {
            reader.problem(.noLines, at: node, "the order has no lines")
            return .unfit(reader.problems)
        }
        let id = reader.required(
            reader.id("orderNumber", of: first), "orderNumber", of: first, "an order needs its number")
        if items.contains(where: { reader.id("orderNumber", of: $0) != id }) {
            reader.problem(.severalOrders, at: node, "the lines are of more than one order")
        }
        let currency = self.currency(of: first)
        if currency?.isWellFormed != true {
            reader.problem(.invalidCurrency, at: first, member: "totalPrice", "an order needs an ISO 4217 currency")
        }
        // Local times without a zone; Turkey has one.
        let placedAt = reader.required(
            reader.time("orderDate", of: first, zone: "+03:00") ?? reader.time("orderDate", of: node, zone: "+03:00"),
            "orderDate", of: first, "an order needs the time it was placed")
        let updates = items.compactMap { reader.time("lastStatusUpdateDate", of: $0, zone: "+03:00") }
        let states = items.compactMap { state(of: $0) }
        guard let id, let currency, let placedAt, reader.problems.isEmpty else { return .unfit(reader.problems) }

        let disposition = self.disposition(of: states)
        let lines = self.lines(in: currency, states, disposition)
        let total = lines.reduce(Int128(0)) {
            $0 + Int128($1.unitPrice) * Int128($1.quantity) - Int128($1.discount)
        }
        if total > Int128(OrderArithmetic.largestAmount) {
            reader.problem(.outOfRange, at: node, "the amount is beyond what an order may have")
        }
        guard reader.problems.isEmpty else { return .unfit(reader.problems) }

        let isPaid = disposition != .recorded(.awaitingChannel)
        let sum = Int64(clamping: total)
        var order = Order(
            id: .zero, channel: shop.key.channel, shop: shop.key.shop, externalID: id, number: id, placedAt: placedAt,
            updatedAt: updates.max(), currency: currency, taxesIncluded: true, customer: customer(first),
            shippingAddress: shippingAddress(first), billingAddress: billingAddress(first), lines: lines,
            tax: LineAmounts.taxes(of: lines), total: sum,
            payment: PaymentInstruction(
                method: .marketplace, state: isPaid ? .paid : .unpaid, amount: isPaid ? sum : nil,
                currency: isPaid ? currency : nil))
        reader.checkDelivery(of: order, path: "\(node.path).shippingAddress")
        guard reader.problems.isEmpty else { return .unfit(reader.problems) }
        order.mismatches = reader.mismatches
        return .order(order, disposition)
    }

    private func currency(of line: JSONNode) -> Currency? {
        for key in ["totalPrice", "price", "unitPrice"] {
            guard let amount = reader.member(key, of: line), amount.kind == .object else { continue }
            return reader.currency("currency", of: amount)
        }
        return reader.currency("currency", of: line) ?? shop.currency
    }

    /// Where a line is; nil for a word that is not known.
    private mutating func state(of line: JSONNode) -> LineState? {
        let word = reader.id("status", of: line) ?? reader.id("status", of: node) ?? "Open"
        switch word.lowercased().filter({ $0 != " " && $0 != "_" }) {
        case "open", "unpacked", "packaged", "packed", "readytoship": return .open
        case "paymentawaiting", "awaitingpayment": return .awaiting
        case "intransit", "shipped", "delivered", "undelivered": return .sent
        case let word where word.hasPrefix("cancel"): return .cancelled
        case let word where word.hasPrefix("claim") || word.hasPrefix("return"): return .returned
        default:
            reader.problem(.unknownStatus, at: line, member: "status", "the status of the line is not known")
            return nil
        }
    }

    /// Of the order: what is cancelled is not looked at, as long as anything else is left.
    private func disposition(of states: [LineState]) -> Disposition {
        let left = states.filter { $0 != .cancelled }
        if left.isEmpty { return .recorded(.cancelled) }
        if left.contains(.awaiting) { return .recorded(.awaitingChannel) }
        if left.allSatisfy({ $0 == .open }) { return .proceed }
        if left.contains(.open) { return .recorded(.partiallyFulfilled) }
        return .recorded(left.contains(.sent) ? .fulfilled : .returned)
    }

    enum LineState {
        case open, awaiting, sent, cancelled, returned
    }
}
