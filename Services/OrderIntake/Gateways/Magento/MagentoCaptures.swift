import Contracts
import WireJSON

/// The invoices by which a shop took an order's money. One that its gateway captured names the transaction; only a credit memo
/// of that invoice has the gateway give money back.
struct MagentoCaptures {
    private struct Invoice {
        let id: String
        let isOfGateway: Bool
        /// By order item, what its own credit memos left of it.
        var units: [String: Int] = [:]
        /// Minor units, less what was given back.
        let money: Int64
    }

    private let invoices: [Invoice]

    /// Of invoices and of credit memos alike.
    private static let cancelled = 3

    init(invoices: [JSONNode], memos: [JSONNode], in currency: Currency) {
        var reader = PayloadReader()
        self.invoices = invoices.compactMap { node in
            guard let id = node["entity_id"]?.text, node["state"]?.int != Self.cancelled else { return nil }
            func amount(_ name: String) -> Int64 {
                reader.money("base_\(name)", of: node, in: currency) ?? reader.money(name, of: node, in: currency) ?? 0
            }
            var invoice = Invoice(
                id: id, isOfGateway: reader.nonZeroID("transaction_id", of: node) != nil,
                money: amount("grand_total") - amount("total_refunded"))
            for (item, units) in Self.units(of: node) { invoice.units[item, default: 0] += units }
            for memo in memos where memo["invoice_id"]?.text == id && memo["state"]?.int != Self.cancelled {
                for (item, units) in Self.units(of: memo) { invoice.units[item, default: 0] -= units }
            }
            return invoice
        }
    }

    private static func units(of document: JSONNode) -> [(item: String, units: Int)] {
        document["items"]?.elements.compactMap { item in
            item["order_item_id"]?.text.map { ($0, item["qty"]?.int ?? 0) }
        } ?? []
    }

    /// The invoice that the gateway captured and that holds so many units and so much money; nil when what is to go back was not
    /// paid through a gateway.
    /// - Throws: when no one invoice holds all of it: Magento would give back less, and not say so.
    func invoice(of units: [String: Int], _ money: Int64, of order: String) throws(ChannelFailure) -> String? {
        guard invoices.contains(where: \.isOfGateway) else { return nil }
        let fitting = invoices.filter { invoice in
            invoice.money >= money && units.allSatisfy { invoice.units[$0.key, default: 0] >= $0.value }
        }
        guard let found = fitting.first(where: \.isOfGateway) ?? fitting.first else {
            throw .refused(
                "no one invoice of order \(order) holds all that is to go back through the shop's gateway: give it back by hand"
            )
        }
        return found.isOfGateway ? found.id : nil
    }
}
