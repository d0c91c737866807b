import Contracts
import WireJSON

extension WooCommerceOrderReader {
    struct Refunds {
        var list: [ChannelRefund] = []
        /// What was paid back, in minor units.
        var sum: Int64 = 0
        /// As much of it as is said of no lines.
        var unexplained: Int64 = 0
    }

    /// An order lists its refunds with their totals alone. Their lines are put in by who asks for them, while some of the order
    /// may still be sent.
    mutating func refunds(in currency: Currency) -> Refunds {
        var refunds = Refunds()
        for refund in node["refunds"]?.elements.map(\.self) ?? [] {
            // Their totals are negative.
            guard let total = reader.money("total", of: refund, in: currency).map({ abs($0) }) else { continue }
            refunds.sum += total
            if refund["line_items"] == nil { refunds.unexplained += total }
            guard let id = reader.id("id", of: refund) else { continue }
            let lines = self.lines(of: refund)
            refunds.list.append(
                ChannelRefund(
                    content: RefundedByChannel(externalRefundID: id, amount: total, lines: lines, restock: false),
                    reducesContent: false, isSummary: refund["line_items"] == nil && !Self.isOver(node)))
        }
        return refunds
    }

    /// Whether nothing of an order is to be sent any more.
    static func isOver(_ order: JSONNode) -> Bool {
        ["completed", "cancelled", "refunded", "failed", "trash"].contains(order["status"]?.string)
    }

    /// A refund has lines of its own, whose quantities are negative; which of the order's they are of is a remark on them.
    private mutating func lines(of refund: JSONNode) -> [LineQuantity] {
        var units: [(line: String, units: Int)] = []
        for item in refund["line_items"]?.elements.map(\.self) ?? [] {
            let least = -OrderArithmetic.largestQuantity
            // Money alone goes back of a line without units.
            guard let quantity = reader.quantity("quantity", of: item, atLeast: least), quantity != 0 else { continue }
            let remark = item["meta_data"]?.elements.first { $0["key"]?.string == Self.refundedLine }
            let line = reader.required(
                remark?["value"]?.text, "meta_data", of: item, "units of a refund must say which line they are of")
            if let line { units.append((line, abs(quantity))) }
        }
        return Dictionary(units.map { ($0.line, $0.units) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
            .map { LineQuantity(lineID: $0.key, quantity: $0.value) }
    }

    private static let refundedLine = "_refunded_item_id"

    /// - Parameter details: the order's refunds as they are asked for; nil where the shop does not say.
    /// - Returns: the order with the lines of its refunds put in; of one that is not among the details, none.
    static func putting(_ details: JSONNode?, into order: JSONNode) -> [UInt8] {
        guard case .object(let members) = try? JSONValue(from: order) else { return Array(order.rawBytes) }
        let refunds: [JSONValue] =
            order["refunds"]?.elements.map { refund in
                let detail = details?.elements.first { $0["id"]?.text == refund["id"]?.text }
                let lines = detail?["line_items"]?.elements.map { line(of: $0) } ?? []
                guard case .object(let own) = try? JSONValue(from: refund) else { return .null }
                return .object(own.filter { $0.0 != "line_items" } + [("line_items", .array(lines))])
            } ?? []
        return JSONValue.object(members.map { $0.0 == "refunds" ? ($0.0, .array(refunds)) : $0 }).jsonBytes
    }

    private static func line(of item: JSONNode) -> JSONValue {
        let remark = item["meta_data"]?.elements.first { $0["key"]?.string == refundedLine }
        func copy(_ node: JSONNode?) -> JSONValue { node.flatMap { try? JSONValue(from: $0) } ?? .null }
        return .object([
            ("quantity", copy(item["quantity"])), ("total", copy(item["total"])),
            ("meta_data", .array(remark.map { [copy($0)] } ?? [])),
        ])
    }
}
