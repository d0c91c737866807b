import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// SQL of `channel_refund`.
enum ChannelRefundTable {
    private static let lock = Statement(
        "channel_refund_lock",
        """
        SELECT channel, shop, external_id, refund_id, content, state
        FROM channel_refund r
        JOIN unnest($1::text[], $2::text[], $3::text[]) AS k (channel, shop, external_id)
            USING (channel, shop, external_id)
        ORDER BY channel, shop, external_id, refund_id FOR NO KEY UPDATE OF r
        """)

    /// The same with those of orders that are known by our id.
    private static let lockTold = Statement(
        "channel_refund_lock_told",
        """
        SELECT channel, shop, external_id, refund_id, content, state
        FROM channel_refund r
        JOIN (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS k (channel, shop, external_id)
              UNION
              SELECT channel, shop, external_id FROM intake_order WHERE id = ANY($4::uuid[])) AS k
            USING (channel, shop, external_id)
        ORDER BY channel, shop, external_id, refund_id FOR NO KEY UPDATE OF r
        """)

    private static let insert = Statement(
        "channel_refund_insert",
        """
        INSERT INTO channel_refund (channel, shop, external_id, refund_id, content, state)
        SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::jsonb[]),
               unnest($6::text[])
        """)

    private static let update = Statement(
        "channel_refund_update",
        """
        UPDATE channel_refund r SET state = m.state, updated_at = now()
        FROM (SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]))
            AS m (channel, shop, external_id, refund_id, state)
        WHERE r.channel = m.channel AND r.shop = m.shop AND r.external_id = m.external_id AND r.refund_id = m.refund_id
        """)

    static func lock(_ keys: Set<OrderKey>, ids: Set<UUID>, in transaction: inout Transaction) throws -> Ticket? {
        guard !keys.isEmpty || !ids.isEmpty else { return nil }
        let keys = Array(keys)
        let (channels, shops, externalIDs) = (keys.map(\.shop.channel), keys.map(\.shop.shop), keys.map(\.externalID))
        guard !ids.isEmpty else { return try transaction.send(lock, channels, shops, externalIDs) }
        return try transaction.send(lockTold, channels, shops, externalIDs, Array(ids))
    }

    static func read(
        _ ticket: Ticket?, into table: inout Table<KnownRefund.Key, KnownRefund>, in transaction: inout Transaction
    ) throws {
        guard let ticket else { return }
        for row in try transaction.read(ticket) {
            let order = OrderKey(
                shop: ShopKey(channel: try row.string(0), shop: try row.string(1)), externalID: try row.string(2))
            guard let state = KnownRefund.State(rawValue: try row.string(5)) else {
                throw PostgresError(.decoding, "a refund's state is not known here")
            }
            let refund = KnownRefund(
                key: KnownRefund.Key(order: order, refundID: try row.string(3)),
                content: try RefundedByChannel.parse(try row.json(4)), state: state)
            table.load(refund, as: refund.key)
        }
    }

    static func write(_ table: Table<KnownRefund.Key, KnownRefund>, in transaction: inout Transaction) throws {
        let new = table.inserted.sorted { $0.key < $1.key }
        if !new.isEmpty {
            try transaction.send(
                insert, new.map(\.key.order.shop.channel), new.map(\.key.order.shop.shop),
                new.map(\.key.order.externalID), new.map(\.key.refundID), new.map(\.content.postgresJSON),
                new.map(\.state.rawValue))
        }
        let changed = table.updated.sorted { $0.key < $1.key }
        if !changed.isEmpty {
            try transaction.send(
                update, changed.map(\.key.order.shop.channel), changed.map(\.key.order.shop.shop),
                changed.map(\.key.order.externalID), changed.map(\.key.refundID), changed.map(\.state.rawValue))
        }
    }
}
