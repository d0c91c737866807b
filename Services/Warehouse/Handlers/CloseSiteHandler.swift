import Contracts
import Messaging

/// Hands back what nobody has begun at a closed site, a bounded number at a time.
enum CloseSiteHandler: MessageHandler {
    typealias Store = WarehouseStore

    /// A batch that released work just before the news was seen has committed by then.
    static let lookAgainAfter = Duration.seconds(30)

    static func keys(of message: CloseSite, _ envelope: Envelope, into keys: inout WarehouseStore.Keys) {
        keys.sites.insert(message.site)
        keys.closingSites.insert(message.site)
    }

    static func handle(
        _ message: CloseSite, _ context: HandlerContext, _ rows: inout WarehouseStore.Rows, _ out: inout Outcome
    ) throws {
        guard rows.sites[message.site]?.isOpen == false else { return }
        let count = handBack(message.site, &rows, &out)
        if count > 0 { lookAgain(message.site, found: count, &out) }
    }

    /// - Returns: how many fulfilment orders there were.
    static func handBack(_ site: String, _ rows: inout WarehouseStore.Rows, _ out: inout Outcome) -> Int {
        let ids = rows.unbegun[site] ?? []
        for id in ids {
            guard var order = rows.orders[id], let shortage = order.closeSite() else { continue }
            rows.orders[id] = order
            out.cancelTimer(key: "auto/\(id.text)")
            FloorReplies.short(shortage, of: order, &out)
        }
        return ids.count
    }

    static func lookAgain(_ site: String, found: Int, _ out: inout Outcome) {
        out.schedule(
            CloseSite(site: site), key: "close/\(site)",
            after: found == WarehouseStore.closedAtOnce ? .zero : lookAgainAfter, orderID: .zero)
    }
}
