import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// SQL of `delivered_order`.
enum DeliveredOrderTable {
    private static let select = Statement(
        "delivered_order_select",
        """
        SELECT order_id, summary, as_of, version, refunded, promised, credited, lost, lost_as_of
        FROM delivered_order
        WHERE order_id = ANY($1::uuid[]) ORDER BY order_id FOR NO KEY UPDATE
        """)

    /// With the orders of returns, and of refunds that returns asked for.
    private static let selectAll = Statement(
        "delivered_order_select_all",
        """
        SELECT order_id, summary, as_of, version, refunded, promised, credited, lost, lost_as_of
        FROM delivered_order
        WHERE order_id IN (
            SELECT unnest($1::uuid[])
            UNION SELECT order_id FROM rma WHERE id = ANY($2::uuid[])
            UNION SELECT r.order_id FROM rma_settlement s JOIN rma r ON r.id = s.rma_id WHERE s.id = ANY($3::uuid[]))
        ORDER BY order_id FOR NO KEY UPDATE
        """)

    private static let insert = Statement(
        "delivered_order_insert",
        """
        INSERT INTO delivered_order (order_id, channel, shop, external_id, number, summary, as_of, version,
                                     refunded, promised, credited, lost, lost_as_of)
        SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]),
               unnest($6::jsonb[]), unnest($7::timestamptz[]), unnest($8::int8[]), unnest($9::int8[]),
               unnest($10::int8[]), unnest($11::int8[]), unnest($12::int8[]), unnest($13::int8[])
        """)

    private static let update = Statement(
        "delivered_order_update",
        """
        UPDATE delivered_order o SET channel = m.channel, shop = m.shop, external_id = m.external_id,
            number = m.number, summary = m.summary, as_of = m.as_of, version = m.version, refunded = m.refunded,
            promised = m.promised, credited = m.credited, lost = m.lost, lost_as_of = m.lost_as_of,
            updated_at = now()
        FROM (SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]),
                     unnest($6::jsonb[]), unnest($7::timestamptz[]), unnest($8::int8[]), unnest($9::int8[]),
                     unnest($10::int8[]), unnest($11::int8[]), unnest($12::int8[]), unnest($13::int8[]))
            AS m (order_id, channel, shop, external_id, number, summary, as_of, version, refunded, promised, credited, lost,
                  lost_as_of)
        WHERE o.order_id = m.order_id
        """)

    static func select(_ keys: ReturnsStore.Keys, in transaction: inout Transaction) throws -> Ticket {
        let ids = Array(keys.orders.union(keys.wholeOrders))
        guard !keys.returns.isEmpty || !keys.refunds.isEmpty else { return try transaction.send(select, ids) }
        return try transaction.send(selectAll, ids, Array(keys.returns), Array(keys.refunds))
    }

    static func read(_ ticket: Ticket, in transaction: inout Transaction) throws -> Table<UUID, DeliveredOrder> {
        var table = Table<UUID, DeliveredOrder>()
        for row in try transaction.read(ticket) {
            var order = DeliveredOrder(
                id: try row.uuid(0), summary: try OrderSummary.parse(try row.json(1)),
                asOf: Timestamp(microseconds: try row.timestamp(2)), refunded: try row.int64(4),
                promised: try row.int64(5), credited: try row.int64(6), version: try row.int64(3))
            order.lost = try row.int64(7)
            order.lostAsOf = try row.int64(8)
            table.load(order, as: order.id)
        }
        return table
    }

    static func write(_ table: Table<UUID, DeliveredOrder>, in transaction: inout Transaction) throws {
        try write(table.inserted, with: insert, in: &transaction)
        try write(table.updated, with: update, in: &transaction)
    }

    private static func write(
        _ unsorted: [DeliveredOrder], with statement: Statement, in transaction: inout Transaction
    ) throws {
        guard !unsorted.isEmpty else { return }
        let orders = unsorted.sorted { $0.id < $1.id }
        try transaction.send(
            statement, orders.map(\.id), orders.map(\.summary.channel), orders.map(\.summary.shop),
            orders.map(\.summary.externalID), orders.map(\.summary.number), orders.map(\.summary.postgresJSON),
            orders.map(\.asOf.postgresTimestamp), orders.map(\.version), orders.map(\.refunded), orders.map(\.promised),
            orders.map(\.credited), orders.map(\.lost), orders.map(\.lostAsOf))
    }
}
