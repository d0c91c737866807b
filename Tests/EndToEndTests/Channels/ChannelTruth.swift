import ChannelStandIns
import Contracts
import Foundation
import Postgres
import TestSupport

/// What Waybill knows of a channel's orders.
struct ChannelTruth {
    struct Known {
        let id: UUID
        var phase: String
        /// Units by line that are still wanted, and those that left.
        var live: [String: Int] = [:]
        var sent: [String: Int] = [:]
        var trackingNumbers: Set<String> = []
        /// What was taken and not given back, in minor units.
        var kept: Int64 = 0
    }

    let orders: [String: Known]

    static func read(
        _ channel: String, _ shop: String = ChannelHouse.shop, in system: WaybillSystem
    ) async throws -> ChannelTruth {
        let rows = try await system.database.withConnection(schema: ServiceName.saga.schema) {
            try await $0.query(query, channel, shop)
        }
        var orders: [String: Known] = [:]
        for row in rows {
            let id = try row.string(0)
            var known = try orders[id] ?? Known(id: row.uuid(7), phase: row.string(1))
            let line = try row.string(2)
            known.live[line] = try row.int(3)
            known.sent[line] = try row.int(4)
            known.kept = try row.int64(6)
            known.trackingNumbers = Set(try row.string(5).split(separator: ",").map(String.init))
            orders[id] = known
        }
        return ChannelTruth(orders: orders)
    }

    private static let query = Statement(
        "test_channel_truth",
        """
        SELECT o.external_id, s.phase, l.line_id, (l.ordered - l.cancelled)::int8,
            (l.handed_over + l.delivered)::int8, coalesce((
                SELECT string_agg(f.tracking ->> 'trackingNumber', ',') FROM saga_fulfilment f
                WHERE f.order_id = o.order_id AND f.tracking IS NOT NULL), ''), s.captured - s.refunded,
            o.order_id
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

    /// In what both sides differ about what was sent.
    func differencesInShipments(from world: Marketplace) -> [String] {
        world.orders { $0.isPaid && !$0.isCancelled }.compactMap { order in
            guard let known = orders[order.id] else { return "\(order.id) is not known" }
            let theirs = Set(order.shipments.map(\.trackingNumber))
            let (sent, told) = (known.sent.values.reduce(0, +), order.shipped)
            guard sent == told, sent == order.wanted else {
                return "\(order.id): \(order.wanted) are wanted, \(sent) left, \(told) were told"
            }
            return theirs == known.trackingNumbers
                ? nil : "\(order.id): told were \(theirs), sent \(known.trackingNumbers)"
        }
    }

    /// In what both sides differ about money, less all that was given back.
    func differencesInMoney(from world: Marketplace) -> [String] {
        world.orders().compactMap { order in
            let ours = orders[order.id]?.kept ?? 0
            return ours == order.kept ? nil : "\(order.id): \(order.kept) are kept there, \(ours) here"
        }
    }
}
