import TestSupport
import WireJSON

extension HepsiburadaDialect {
    /// How often it tries again is documented nowhere.
    package var webhookRetries: Int { 2 }

    /// Calls on the merchant's own address, with Basic authentication; what the merchant did itself is not told.
    package func webhooks(of change: MarketChange, in world: Marketplace, _ day: inout Day) -> [Webhook] {
        guard let order = world[change.orderID] else { return [] }
        let payload = HepsiburadaPayload(dialect: self)
        switch change.kind {
        case .placed where order.isPaid, .paid:
            let lines = order.lines.filter { $0.wanted > 0 }.map { payload.line($0, $0.wanted, of: order) }
            return [call("POST", "orders", ["items": .array(lines)], of: order)]
        case .lineCancelled(let line, let units):
            let moment = order.refunds.last?.at ?? order.updatedAt
            let body = payload.cancel(line, units, at: moment, of: order)
            return [call("PUT", "lineitems/\(line)/cancel", body, of: order)]
        case .cancelled where order.isPaid:
            return order.lines.filter { $0.wanted > 0 }.map { line in
                let body = payload.cancel(line.id, line.wanted, at: order.updatedAt, of: order)
                return call("PUT", "lineitems/\(line.id)/cancel", body, of: order)
            }
        case .packagesChanged(let ids):
            return order.packages.filter { ids.contains($0.id) }.map {
                call("POST", "packages", payload.package($0, of: order), of: order)
            }
        default: return []
        }
    }

    private func call(_ method: String, _ path: String, _ body: JSONValue, of order: MarketOrder) -> Webhook {
        Webhook(
            topic: "\(method) \(path.split(separator: "/").first ?? "")", orderID: order.id, method: method, path: path,
            headers: ["Authorization": Signing.basic("hepsiburada", webhookPassword)], body: body.jsonBytes)
    }
}
