import Contracts
import WireJSON

/// Hepsiburada's order lines: what it posts to us, what its lists hold, and the packages that hold them. Fields are
/// spelled alike in all three but for a few.
package struct HepsiburadaMapping: ChannelMapping {
    package let channel = "hepsiburada"
    package let tellsParts = true
    package let holdsAwaited = true

    package init() {}

    package func setup(of shop: ShopKey, address: String, secret: String) -> [String] {
        [
            "By webhook: enter there, with any user name", "  base URL      \(address)",
            "  password      \(secret)",
        ]
    }

    /// A document is one order: who reads a list of several asks for them by their numbers.
    package func orders(in root: JSONNode) -> [JSONNode] {
        Self.lines(in: root).contains(where: Self.isLine) ? [root] : []
    }

    /// A list has packages, or the lines of several orders, which are put together by their numbers.
    package func documents(in page: JSONNode) -> [[UInt8]] {
        let packages = page.elements.filter { $0["items"] != nil }
        guard packages.isEmpty else { return packages.flatMap { documents(in: $0) } }
        let lines = Self.lines(in: page).filter(Self.isLine)
        let orders = Dictionary(grouping: lines) { PayloadReader().id("orderNumber", of: $0) ?? "" }
        if orders.count == 1 { return [Array(page.rawBytes)] }
        return orders.sorted { $0.key < $1.key }.map { _, lines in
            Array("{\"items\":[".utf8) + lines.map { Array($0.rawBytes) }.joined(separator: [UInt8(ascii: ",")])
                + Array("]}".utf8)
        }
    }

    /// The lines, in an object as `items` or bare.
    static func lines(in root: JSONNode) -> [JSONNode] {
        if root.kind == .array { return root.elements.map(\.self) }
        if let items = root["items"] { return items.elements.map(\.self) }
        return isLine(root) ? [root] : []
    }

    /// Cancels and changes of an address name an order too; only a line has a price.
    private static func isLine(_ node: JSONNode) -> Bool {
        let reader = PayloadReader()
        return reader.id("orderNumber", of: node) != nil
            && (reader.member("totalPrice", of: node) ?? reader.member("price", of: node)) != nil
    }

    package func externalID(of node: JSONNode) -> String? {
        Self.lines(in: node).first.flatMap { PayloadReader().id("orderNumber", of: $0) }
    }

    package func address(in root: JSONNode, for shop: Shop) -> (orderID: String, address: Address?)? {
        var reader = HepsiburadaOrderReader(node: root, shop: shop)
        return PayloadReader().id("orderNumber", of: root).map { ($0, reader.changedAddress()) }
    }

    package func refund(in root: JSONNode, for shop: Shop) -> (orderID: String, refund: ChannelRefund)? {
        var reader = PayloadReader()
        guard let orderID = reader.id("orderNumber", of: root),
            let lineID = reader.id(reader.spelling("id", "lineItemId", of: root), of: root),
            let quantity = reader.quantity("quantity", of: root, atLeast: 1)
        else { return nil }
        // Units of one line may be cancelled one after the other; when tells those apart from a repeat. To the second: lists
        // and calls need not write the same fractions.
        let moment = reader.time("cancelDate", of: root, zone: "+03:00")
        let second = moment.map { String(($0 + .seconds(3 * 3600)).rfc3339.prefix(19)) }
        let time = second ?? reader.id("cancelDate", of: root) ?? "-"
        return (
            orderID,
            ChannelRefund(
                content: RefundedByChannel(
                    externalRefundID: "cancel/\(lineID)/\(quantity)/\(time)", amount: 0,
                    lines: [LineQuantity(lineID: lineID, quantity: quantity)], restock: true, at: moment),
                reducesContent: true)
        )
    }

    package func map(_ node: JSONNode, for shop: Shop) -> MappedOrder {
        var reader = HepsiburadaOrderReader(node: node, shop: shop)
        return reader.read()
    }
}
