import ChannelStandIns
import Contracts
import Postgres
import TestSupport

/// What Waybill knows of a channel's orders.
struct ChannelTruth {
    struct Known {
        var phase: String
        /// Units by line that are still wanted, and those that left.
        var live: [String: Int] = [:]
        var sent: [String: Int] = [:]
    }

    let orders: [String: Known]

    static func read(_ channel: String, in system: WaybillSystem) async throws -> ChannelTruth {
        let rows = try await system.database.withConnection(schema: ServiceName.saga.schema) {
            try await $0.query(query, channel, ChannelHouse.shop)
        }
        var orders: [String: Known] = [:]
        for row in rows {
            let id = try row.string(0)
            var known = try orders[id] ?? Known(phase: row.string(1))
            let line = try row.string(2)
            known.live[line] = try row.int(3)
            known.sent[line] = try row.int(4)
            orders[id] = known
        }
        return ChannelTruth(orders: orders)
    }

    private static let query = Statement(
        "test_channel_truth",
        """
        SELECT o.external_id, s.phase, l.line_id, (l.ordered - l.cancelled)::int8,
            (l.handed_over + l.delivered)::int8
        FROM saga s JOIN saga_order o USING (order_id) JOIN saga_line l USING (order_id)
        WHERE (o.channel, o.shop) = ($1::text, $2::text)
        """)

    /// In what both sides differ about orders and quantities; nothing when they agree.
    func differences(from world: Marketplace) -> [String] {
        world.orders().compactMap { order in
            let known = orders[order.id]
            let ours = known?.live.filter { $0.value > 0 } ?? [:]
            if order.isCancelled || !order.isPaid {
                let word = order.isCancelled ? "cancelled" : "unpaid"
                let isOurs = order.isCancelled ? !ours.isEmpty : !(known?.sent.values.allSatisfy { $0 == 0 } ?? true)
                return isOurs ? "\(order.id) is \(word), and we have \(ours)" : nil
            }
            let theirs = Dictionary(uniqueKeysWithValues: order.lines.map { ($0.id, $0.wanted) }).filter {
                $0.value > 0
            }
            return ours == theirs
                ? nil : "\(order.id): wanted are \(theirs), we have \(known == nil ? "nothing" : "\(ours)")"
        }
    }
}
