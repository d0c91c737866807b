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
    /// External ids under which there is more than one order here.
    private let doubled: Set<String>

    static func read(
        _ channel: String, _ shop: String = ChannelHouse.shop, in system: WaybillSystem
    ) async throws -> ChannelTruth {
        let rows = try await system.database.withConnection(schema: ServiceName.saga.schema) {
            try await $0.query(query, channel, shop)
        }
        var orders: [String: Known] = [:]
        var doubled: Set<String> = []
        for row in rows {
            let id = try row.string(0)
            var known = try orders[id] ?? Known(id: row.uuid(7), phase: row.string(1))
            if try row.uuid(7) != known.id { doubled.insert(id) }
            let line = try row.string(2)
            known.live[line] = try row.int(3)
            known.sent[line] = try row.int(4)
            known.kept = try row.int64(6)
            known.trackingNumbers = Set(try row.string(5).split(separator: ",").map(String.init))
            orders[id] = known
        }
        return ChannelTruth(orders: orders, doubled: doubled)
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
        let there = Set(world.orders().map(\.id))
        let strays = orders.keys.filter { !there.contains($0) }.sorted().map { "\($0) is not there" }
        return strays + doubled.sorted().map { "\($0) is here twice" } + differencesInOrders(from: world)
    }

    private func differencesInOrders(from world: Marketplace) -> [String] {
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
    /// - Parameter hasNumbers: whether the numbers that it knows are ours.
    func differencesInShipments(from world: Marketplace, hasNumbers: Bool = true) -> [String] {
        world.orders { $0.isPaid && !$0.isCancelled }.compactMap { order in
            guard let known = orders[order.id] else { return "\(order.id) is not known" }
            let theirs = Set(order.shipments.map(\.trackingNumber))
            for line in order.lines {
                let sent = known.sent[line.id, default: 0]
                guard sent == line.shipped, sent == line.wanted else {
                    return
                        "\(order.id): of line \(line.id) \(line.wanted) are wanted, \(sent) left, \(line.shipped) were told"
                }
            }
            guard hasNumbers else { return nil }
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
