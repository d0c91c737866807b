import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// SQL of `channel_push`.
enum ChannelPushTable {
    private static let lock = Statement(
        "channel_push_lock",
        """
        SELECT key, channel, shop, external_id, order_id, content, state, reference, reason, echo
        FROM channel_push p
        WHERE key IN (
            SELECT unnest($1::text[])
            UNION SELECT o.key FROM channel_push o WHERE o.order_id = ANY($2::uuid[])
            UNION SELECT e.key FROM channel_push e
                JOIN unnest($3::text[], $4::text[], $5::text[]) AS k (channel, shop, external_id)
                USING (channel, shop, external_id))
        ORDER BY key FOR NO KEY UPDATE OF p
        """)

    private static let insert = Statement(
        "channel_push_insert",
        """
        INSERT INTO channel_push (key, channel, shop, external_id, order_id, kind, content, state, reference, reason, echo)
        SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::uuid[]),
               unnest($6::text[]), unnest($7::jsonb[]), unnest($8::text[]), unnest($9::text[]), unnest($10::jsonb[]),
               unnest($11::jsonb[])
        """)

    private static let update = Statement(
        "channel_push_update",
        """
        UPDATE channel_push p SET state = m.state, reference = m.reference, reason = m.reason, echo = m.echo,
            updated_at = now()
        FROM (SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::jsonb[]), unnest($5::jsonb[]))
            AS m (key, state, reference, reason, echo)
        WHERE p.key = m.key
        """)

    static func lock(_ keys: OrderIntakeKeys, in transaction: inout Transaction) throws -> Ticket? {
        guard !keys.pushes.isEmpty || !keys.toldOrderIDs.isEmpty || !keys.toldOrders.isEmpty else { return nil }
        let orders = Array(keys.toldOrders)
        return try transaction.send(
            lock, Array(keys.pushes), Array(keys.toldOrderIDs), orders.map(\.shop.channel), orders.map(\.shop.shop),
            orders.map(\.externalID))
    }

    static func read(
        _ ticket: Ticket?, into table: inout Table<String, PushRecord>, in transaction: inout Transaction
    ) throws {
        guard let ticket else { return }
        for row in try transaction.read(ticket) {
            let order = OrderKey(
                shop: ShopKey(channel: try row.string(1), shop: try row.string(2)), externalID: try row.string(3))
            guard let state = PushRecord.State(rawValue: try row.string(6)) else {
                throw PostgresError(.decoding, "a push's state is not known here")
            }
            let record = PushRecord(
                key: try row.string(0), order: order, orderID: try row.uuid(4),
                push: try push(try row.json(5)), state: state, reference: try row.stringOrNil(7),
                reason: try row.jsonOrNil(8).map { try Reason.parse($0) }, echo: try PushEcho.parse(try row.json(9)))
            table.load(record, as: record.key)
        }
    }

    /// - Throws: `PostgresError`, so that the message at hand is tried again: a newer process wrote it, and may be who gets it then.
    private static func push(_ bytes: [UInt8]) throws(PostgresError) -> ChannelPush {
        do {
            return try ChannelPush.parse(bytes)
        } catch {
            throw PostgresError(.decoding, "a push is not known here: \(error)")
        }
    }

    static func write(_ table: Table<String, PushRecord>, in transaction: inout Transaction) throws {
        let new = table.inserted.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        if !new.isEmpty {
            try transaction.send(
                insert, new.map(\.key), new.map(\.order.shop.channel), new.map(\.order.shop.shop),
                new.map(\.order.externalID), new.map(\.orderID), new.map(\.push.kind.rawValue),
                new.map(\.push.postgresJSON), new.map(\.state.rawValue), new.map(\.reference),
                new.map { $0.reason?.postgresJSON }, new.map(\.echo.postgresJSON))
        }
        let changed = table.updated.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        if !changed.isEmpty {
            try transaction.send(
                update, changed.map(\.key), changed.map(\.state.rawValue), changed.map(\.reference),
                changed.map { $0.reason?.postgresJSON }, changed.map(\.echo.postgresJSON))
        }
    }
}
