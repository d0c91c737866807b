import Contracts
import FoundationEssentials
import Messaging
import Postgres

/// SQL of `order_status`. It is written without being read: what is older than the row changes nothing.
enum OrderStatusTable {
    private static let upsert = Statement(
        "order_status_upsert",
        """
        INSERT INTO order_status (order_id, channel, shop, headline, sequence, remaining)
        SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::int8[]),
               unnest($6::jsonb[])
        ON CONFLICT (order_id) DO UPDATE
        SET headline = excluded.headline, sequence = excluded.sequence, remaining = excluded.remaining,
            changed_at = now()
        WHERE order_status.sequence < excluded.sequence
        """)

    static func write(_ statuses: [OrderStatus], in transaction: inout Transaction) throws {
        guard !statuses.isEmpty else { return }
        // One row a statement, and in the order of their keys, as every writer.
        let newest = Dictionary(statuses.map { ($0.orderID, $0) }) { $0.sequence < $1.sequence ? $1 : $0 }
        let sorted = newest.values.sorted { $0.orderID < $1.orderID }
        try transaction.send(
            upsert, sorted.map(\.orderID), sorted.map(\.shop.channel), sorted.map(\.shop.shop),
            sorted.map(\.headline.rawValue), sorted.map(\.sequence), sorted.map(\.remaining.postgresJSON))
    }
}
