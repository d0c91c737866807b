import Contracts
import WireJSON

/// A refund of Shopify's: its own webhook, and the same inside the order.
struct ShopifyRefundReader {
    let node: JSONNode
    /// The order's, or the shop's where the order's is not known.
    let currency: Currency?
    private var reader = PayloadReader()

    init(node: JSONNode, currency: Currency?) {
        self.node = node
        self.currency = currency
    }

    /// - Returns: nil when it cannot be understood.
    mutating func read() -> ChannelRefund? {
        guard let id = reader.id("id", of: node) else { return nil }
        let lines = self.lines()
        let amount = self.amount()
        guard reader.problems.isEmpty else { return nil }
        return ChannelRefund(
            content: RefundedByChannel(
                externalRefundID: id, amount: amount, lines: lines.map(\.line),
                restock: lines.contains(where: \.restock)),
            reducesContent: !lines.isEmpty)
    }

    private mutating func lines() -> [(line: LineQuantity, restock: Bool)] {
        var result: [(line: LineQuantity, restock: Bool)] = []
        for item in node["refund_line_items"]?.elements.map(\.self) ?? [] {
            guard let id = reader.id("line_item_id", of: item),
                let quantity = reader.quantity("quantity", of: item, atLeast: 0), quantity > 0
            else { continue }
            let restock = reader.id("restock_type", of: item).map { $0 != "no_restock" } ?? false
            if let known = result.firstIndex(where: { $0.line.lineID == id }) {
                result[known].line.quantity += quantity
            } else {
                result.append((LineQuantity(lineID: id, quantity: quantity), restock))
            }
        }
        return result
    }

    /// What went back to the customer: an edit of the order is a refund without a transaction.
    private mutating func amount() -> Int64 {
        var sum: Int64 = 0
        for transaction in node["transactions"]?.elements.map(\.self) ?? [] {
            guard reader.id("kind", of: transaction) == "refund",
                ["success", "pending", nil].contains(reader.id("status", of: transaction))
            else { continue }
            let own = reader.id("currency", of: transaction).map { Currency(rawValue: $0) } ?? currency
            guard let own, own.isWellFormed else {
                reader.problem(.invalidCurrency, at: transaction, member: "currency", "an amount needs a currency")
                continue
            }
            // What a customer paid in his own currency goes back in it; what that was in the shop's is not said here.
            guard currency == nil || currency == own else {
                reader.problem(
                    .invalidCurrency, at: transaction, member: "currency",
                    "the refund is not in the currency of the order")
                continue
            }
            sum += abs(reader.money("amount", of: transaction, in: own) ?? 0)
        }
        return sum
    }
}
