import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// SQL of `intake_order`. Two writers that create one row meet in the primary key; the engine tries the later again.
enum IntakeOrderTable {
    private static let lock = Statement(
        "intake_order_lock",
        """
        SELECT content, content_hash, recorded_reason, is_announced, channel_updated_at, version
        FROM intake_order o
        JOIN unnest($1::text[], $2::text[], $3::text[]) AS k (channel, shop, external_id)
            USING (channel, shop, external_id)
        ORDER BY channel, shop, external_id FOR NO KEY UPDATE OF o
        """)

    /// The same with orders that are known by our id: one statement, so that all are locked in one order.
    private static let lockTold = Statement(
        "intake_order_lock_told",
        """
        SELECT content, content_hash, recorded_reason, is_announced, channel_updated_at, version
        FROM intake_order o
        JOIN (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS k (channel, shop, external_id)
              UNION
              SELECT channel, shop, external_id FROM intake_order WHERE id = ANY($4::uuid[])) AS k
            USING (channel, shop, external_id)
        ORDER BY channel, shop, external_id FOR NO KEY UPDATE OF o
        """)

    private static let insert = Statement(
        "intake_order_insert",
        """
        INSERT INTO intake_order (channel, shop, external_id, id, content, content_hash, recorded_reason, is_announced,
                                  channel_updated_at, currency, total, payment_state, version)
        SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::uuid[]), unnest($5::jsonb[]),
               unnest($6::bytea[]), unnest($7::text[]), unnest($8::bool[]), unnest($9::timestamptz[]),
               unnest($10::text[]), unnest($11::int8[]), unnest($12::text[]), unnest($13::int8[])
        """)

    private static let update = Statement(
        "intake_order_update",
        """
        UPDATE intake_order o SET content = m.content, content_hash = m.content_hash,
            recorded_reason = m.recorded_reason, is_announced = m.is_announced,
            channel_updated_at = m.channel_updated_at, currency = m.currency, total = m.total,
            payment_state = m.payment_state, version = m.version, updated_at = now()
        FROM (SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::uuid[]), unnest($5::jsonb[]),
                     unnest($6::bytea[]), unnest($7::text[]), unnest($8::bool[]), unnest($9::timestamptz[]),
                     unnest($10::text[]), unnest($11::int8[]), unnest($12::text[]), unnest($13::int8[]))
            AS m (channel, shop, external_id, id, content, content_hash, recorded_reason, is_announced,
                  channel_updated_at, currency, total, payment_state, version)
        WHERE o.channel = m.channel AND o.shop = m.shop AND o.external_id = m.external_id
        """)

    /// Orders of a shop that one message goes over.
    static let pageSize = 200

    private static let page = Statement(
        "intake_order_page",
        """
        SELECT id, external_id, is_announced FROM intake_order
        WHERE channel = $1::text AND shop = $2::text AND external_id > $3::text
        ORDER BY external_id LIMIT $4::int4
        """)

    /// Not locked: what these orders are does not change by being listed.
    static func page(behind key: OrderKey, in transaction: inout Transaction) throws -> [ListedOrder] {
        try transaction.run(page, key.shop.channel, key.shop.shop, key.externalID, Int32(pageSize)).map { row in
            ListedOrder(id: try row.uuid(0), externalID: try row.string(1), isAnnounced: try row.bool(2))
        }
    }

    static func lock(
        _ keys: Set<OrderKey>, ids: Set<UUID> = [], in transaction: inout Transaction
    ) throws -> Ticket? {
        guard !keys.isEmpty || !ids.isEmpty else { return nil }
        let keys = Array(keys)
        if !ids.isEmpty {
            return try transaction.send(
                lockTold, keys.map(\.shop.channel), keys.map(\.shop.shop), keys.map(\.externalID), Array(ids))
        }
        return try transaction.send(lock, keys.map(\.shop.channel), keys.map(\.shop.shop), keys.map(\.externalID))
    }

    static func read(
        _ ticket: Ticket?, into table: inout Table<OrderKey, IntakeOrder>, in transaction: inout Transaction
    ) throws {
        guard let ticket else { return }
        for row in try transaction.read(ticket) {
            let content = try JSONDocument(parsing: try row.json(0), limits: .order).root
            let order = IntakeOrder(
                order: try Order(from: content), hash: ContentHash(stored: try row.bytes(1)),
                disposition: Disposition(recordedReason: try row.stringOrNil(2).map(RecordedReason.init(rawValue:))),
                updatedAt: Timestamp(microseconds: try row.timestamp(4)), isAnnounced: try row.bool(3),
                version: try row.int64(5))
            table.load(order, as: order.key)
        }
    }

    static func write(_ table: Table<OrderKey, IntakeOrder>, in transaction: inout Transaction) throws {
        try write(table.inserted, with: insert, in: &transaction)
        try write(table.updated, with: update, in: &transaction)
    }

    private static func write(
        _ unsorted: [IntakeOrder], with statement: Statement, in transaction: inout Transaction
    ) throws {
        guard !unsorted.isEmpty else { return }
        let orders = unsorted.sorted { $0.key < $1.key }
        try transaction.send(
            statement, orders.map(\.order.channel), orders.map(\.order.shop), orders.map(\.order.externalID),
            orders.map(\.id), orders.map(\.order.postgresJSON), orders.map(\.hash.bytes),
            orders.map { $0.disposition.recordedReason?.rawValue }, orders.map(\.isAnnounced),
            orders.map(\.updatedAt.postgresTimestamp), orders.map(\.order.currency.rawValue), orders.map(\.order.total),
            orders.map(\.order.payment.state.rawValue), orders.map(\.version))
    }
}
