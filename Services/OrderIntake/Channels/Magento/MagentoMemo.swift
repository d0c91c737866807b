import Contracts
import FoundationEssentials
import WireJSON

/// A credit memo of Magento's, as it is put into its order.
struct MagentoMemo {
    private static let member = "credit_memos"
    private static let cancelled = 3
    /// What its comment begins with when it was made at our word.
    static let mark = "waybill:"

    /// - Returns: the order's own bytes with as much of the memos as is read.
    static func putting(_ memos: [JSONNode], into order: JSONNode) -> [UInt8] {
        func copy(_ node: JSONNode, _ keys: [String]) -> [(String, JSONValue)] {
            keys.compactMap { key in
                node[key].flatMap { value in (try? JSONValue(from: value)).map { (key, $0) } }
            }
        }
        func list(_ node: JSONNode?, _ keys: [String]) -> JSONValue {
            .array(node?.elements.map { .object(copy($0, keys)) } ?? [])
        }
        let kept: [JSONValue] = memos.map { memo in
            .object(
                copy(
                    memo,
                    [
                        "entity_id", "state", "grand_total", "adjustment_positive", "adjustment_negative",
                        "shipping_amount", "shipping_incl_tax",
                    ]) + [
                        ("items", list(memo["items"], ["order_item_id", "qty"])),
                        ("comments", list(memo["comments"], ["comment"])),
                    ])
        }
        var document = Array(order.rawBytes.dropLast())
        document += ",\"\(member)\":".utf8
        document += JSONValue.array(kept).jsonBytes
        document += "}".utf8
        return document
    }

    /// The money that an order's memos gave back beside the price of units: what became of these the order's lines say.
    static func refunds(
        in order: JSONNode, _ currency: Currency, _ reader: inout PayloadReader
    ) -> [ChannelRefund] {
        var refunds: [ChannelRefund] = []
        for memo in order[member]?.elements.map(\.self) ?? [] {
            guard memo["state"]?.int != cancelled, !isOurs(memo) else { continue }
            let id = reader.id("entity_id", of: memo)
            guard let id = reader.required(id, "entity_id", of: memo, "a memo needs an id") else { continue }
            let amount = beside(memo, currency, &reader)
            guard amount > 0 else { continue }
            refunds.append(
                ChannelRefund(
                    content: RefundedByChannel(externalRefundID: id, amount: amount, lines: [], restock: false),
                    reducesContent: false, isByMerchant: true))
        }
        return refunds
    }

    /// The units of the order's memos, by item: what of the order's lines was paid and given back by the merchant.
    static func units(in order: JSONNode) -> [String: Int] {
        var reader = PayloadReader()
        var units: [String: Int] = [:]
        for memo in order[member]?.elements.map(\.self) ?? [] where memo["state"]?.int != cancelled && !isOurs(memo) {
            for item in memo["items"]?.elements.map(\.self) ?? [] {
                guard let id = reader.id("order_item_id", of: item),
                    let count = reader.quantity("qty", of: item, atLeast: 0), count > 0
                else { continue }
                units[id, default: 0] += count
            }
        }
        return units
    }

    private static func beside(
        _ memo: JSONNode, _ currency: Currency, _ reader: inout PayloadReader
    ) -> Int64 {
        let units = memo["items"]?.elements.map(\.self) ?? []
        let hasUnits = units.contains { $0["qty"]?.text.flatMap { Double($0) }.map { $0 > 0 } ?? false }
        guard hasUnits else {
            let total = reader.money("grand_total", of: memo, in: currency)
            return reader.required(total, "grand_total", of: memo, "a memo needs a total") ?? 0
        }
        let shipping = reader.money("shipping_incl_tax", of: memo, in: currency)
        return (shipping ?? reader.money("shipping_amount", of: memo, in: currency) ?? 0)
            + (reader.money("adjustment_positive", of: memo, in: currency) ?? 0)
            - (reader.money("adjustment_negative", of: memo, in: currency) ?? 0)
    }

    /// Those that we asked for name what for.
    private static func isOurs(_ memo: JSONNode) -> Bool {
        memo["comments"]?.elements.contains { comment in
            guard let text = comment["comment"]?.string, text.hasPrefix(mark) else { return false }
            let key = text.dropFirst(mark.count)
            return key.hasPrefix("cancellation/") || UUID(uuidString: String(key.prefix(36))) != nil
        } ?? false
    }
}
