import Contracts
import FoundationEssentials
import Messaging
import Postgres

/// SQL of `webhook_endpoint`, `webhook_lane` and `webhook_delivery`.
enum WebhookTables {
    struct Tickets {
        let endpoints: Ticket
        let deliveries: Ticket
    }

    /// A lane for each order and endpoint that may be told of it. A shop without endpoints has none.
    private static let open = Statement(
        "webhook_lane_open",
        """
        INSERT INTO webhook_lane (endpoint_id, order_id)
        SELECT e.id, m.order_id
        FROM (SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[])) AS m (order_id, channel, shop)
            JOIN webhook_endpoint e ON e.channel = m.channel AND e.shop = m.shop AND e.is_active
        ORDER BY 1, 2
        ON CONFLICT DO NOTHING
        """)

    /// Whoever holds an order's lanes decides what is sent next.
    private static let lock = Statement(
        "webhook_lane_lock",
        """
        SELECT 1 FROM webhook_lane
        WHERE order_id = ANY(ARRAY(
            SELECT unnest($1::uuid[])
            UNION SELECT order_id FROM webhook_delivery WHERE id = ANY($2::uuid[])
            UNION SELECT order_id FROM webhook_delivery WHERE endpoint_id = ANY($3::uuid[]) AND state = 'parked'))
        ORDER BY endpoint_id, order_id FOR NO KEY UPDATE
        """)

    private static let selectEndpoints = Statement(
        "webhook_endpoint_select",
        """
        SELECT channel, shop, name, url, secrets, events, is_active, actor, version FROM webhook_endpoint
        WHERE id = ANY(ARRAY(
            SELECT unnest($1::uuid[])
            UNION SELECT e.id FROM (SELECT unnest($2::text[]), unnest($3::text[])) AS m (channel, shop)
                JOIN webhook_endpoint e ON e.channel = m.channel AND e.shop = m.shop
            UNION SELECT endpoint_id FROM webhook_delivery WHERE id = ANY($4::uuid[])))
        """)

    private static let selectDeliveries = Statement(
        "webhook_delivery_select",
        """
        SELECT id, endpoint_id, order_id, position, type, body, state, attempts, replays, begun_at, status, reason,
               version
        FROM webhook_delivery
        WHERE id = ANY($1::uuid[])
            OR id = ANY(ARRAY(
                SELECT id FROM webhook_delivery WHERE endpoint_id = ANY($3::uuid[]) AND state = 'parked'
                ORDER BY position LIMIT 1000))
            OR state IN ('waiting', 'sending', 'retrying') AND order_id = ANY(ARRAY(
                SELECT unnest($2::uuid[])
                UNION SELECT order_id FROM webhook_delivery WHERE id = ANY($1::uuid[])
                UNION SELECT order_id FROM webhook_delivery WHERE endpoint_id = ANY($3::uuid[]) AND state = 'parked'))
        """)

    /// An array per row cannot be unnested, so they travel as JSON.
    private static let saveEndpoints = Statement(
        "webhook_endpoint_save",
        """
        INSERT INTO webhook_endpoint (id, channel, shop, name, url, secrets, events, is_active, actor, version)
        SELECT id, channel, shop, name, url, ARRAY(SELECT jsonb_array_elements_text(secrets)),
               ARRAY(SELECT jsonb_array_elements_text(events)), is_active, actor, version
        FROM (SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]),
                     unnest($6::jsonb[]), unnest($7::jsonb[]), unnest($8::bool[]), unnest($9::text[]),
                     unnest($10::int8[]))
            AS m (id, channel, shop, name, url, secrets, events, is_active, actor, version)
        ON CONFLICT (id) DO UPDATE
        SET url = excluded.url, secrets = excluded.secrets, events = excluded.events, is_active = excluded.is_active,
            actor = excluded.actor, version = excluded.version, updated_at = now()
        """)

    /// Positions are given in the order of the rows.
    private static let insertDeliveries = Statement(
        "webhook_delivery_insert",
        """
        INSERT INTO webhook_delivery (id, endpoint_id, order_id, type, body, state, attempts, begun_at, reason, version)
        SELECT id, endpoint_id, order_id, type, body, state, attempts, begun_at, reason, version
        FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::int4[],
                    $8::timestamptz[], $9::text[], $10::int8[]) WITH ORDINALITY
            AS m (id, endpoint_id, order_id, type, body, state, attempts, begun_at, reason, version, ordinal)
        ORDER BY ordinal
        ON CONFLICT (id) DO NOTHING
        """)

    private static let updateDeliveries = Statement(
        "webhook_delivery_update",
        """
        UPDATE webhook_delivery d SET state = m.state, attempts = m.attempts, replays = m.replays,
            begun_at = m.begun_at, status = m.status, reason = m.reason, version = m.version, updated_at = now()
        FROM (SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::int4[]), unnest($4::int4[]),
                     unnest($5::timestamptz[]), unnest($6::int4[]), unnest($7::text[]), unnest($8::int8[]))
            AS m (id, state, attempts, replays, begun_at, status, reason, version)
        WHERE d.id = m.id
        """)

    private static let forget = Statement(
        "webhook_delivery_forget",
        """
        DELETE FROM webhook_delivery WHERE id IN (
            SELECT id FROM webhook_delivery
            WHERE state = 'delivered' AND updated_at < now() - $1::int8 * interval '1 microsecond'
            ORDER BY updated_at LIMIT 1000 FOR UPDATE SKIP LOCKED)
        """)

    static func select(_ keys: NotificationsStore.Keys, in transaction: inout Transaction) throws -> Tickets {
        let told = Array(keys.announcements)
        let (deliveries, parkedAt) = (Array(keys.deliveries), Array(keys.parkedAt))
        let orders = told.map(\.orderID)
        if !told.isEmpty {
            try transaction.send(open, orders, told.map(\.channel), told.map(\.shop))
        }
        try transaction.send(lock, orders, deliveries, parkedAt)
        return Tickets(
            endpoints: try transaction.send(
                selectEndpoints, Array(keys.endpoints.union(keys.parkedAt)), told.map(\.channel), told.map(\.shop),
                deliveries),
            deliveries: try transaction.send(selectDeliveries, deliveries, orders, parkedAt))
    }

    static func readEndpoints(
        _ tickets: Tickets, in transaction: inout Transaction
    ) throws -> Table<UUID, WebhookEndpoint> {
        let endpoints = try transaction.read(tickets.endpoints).map { row in
            WebhookEndpoint(
                channel: try row.string(0), shop: try row.string(1), name: try row.string(2), url: try row.string(3),
                secrets: try row.array(4, of: String.self), events: try row.array(5, of: String.self),
                isActive: try row.bool(6), actor: try row.string(7), version: try row.int64(8))
        }
        return Table(endpoints, by: \.id)
    }

    static func readDeliveries(
        _ tickets: Tickets, in transaction: inout Transaction
    ) throws -> Table<UUID, WebhookDelivery> {
        let deliveries = try transaction.read(tickets.deliveries).map { row in
            WebhookDelivery(
                id: try row.uuid(0), endpointID: try row.uuid(1), orderID: try row.uuid(2), position: try row.int64(3),
                type: try row.string(4), body: try row.string(5),
                state: WebhookDelivery.State(rawValue: try row.string(6)) ?? .parked, attempts: try row.int(7),
                replays: try row.int(8), begunAt: try row.timestampOrNil(9).map(Timestamp.init(microseconds:)),
                status: try row.intOrNil(10), reason: try row.stringOrNil(11), version: try row.int64(12))
        }
        return Table(deliveries, by: \.id)
    }

    static func write(_ table: Table<UUID, WebhookEndpoint>, in transaction: inout Transaction) throws {
        let endpoints = (table.inserted + table.updated).sorted { $0.id.text < $1.id.text }
        guard !endpoints.isEmpty else { return }
        try transaction.send(
            saveEndpoints, endpoints.map(\.id), endpoints.map(\.channel), endpoints.map(\.shop), endpoints.map(\.name),
            endpoints.map(\.url), endpoints.map(\.secrets.postgresJSON), endpoints.map(\.events.postgresJSON),
            endpoints.map(\.isActive), endpoints.map(\.actor), endpoints.map(\.version))
    }

    static func write(
        _ table: Table<UUID, WebhookDelivery>, made: [UUID], in transaction: inout Transaction
    ) throws {
        let new = made.compactMap { table[$0] }
        if !new.isEmpty {
            try transaction.send(
                insertDeliveries, new.map(\.id), new.map(\.endpointID), new.map(\.orderID), new.map(\.type),
                new.map(\.body), new.map(\.state.rawValue), new.map { Int32(clamping: $0.attempts) },
                new.map { $0.begunAt?.postgresTimestamp }, new.map(\.reason), new.map(\.version))
        }
        let changed = table.updated.sorted { $0.id.text < $1.id.text }
        guard !changed.isEmpty else { return }
        try transaction.send(
            updateDeliveries, changed.map(\.id), changed.map(\.state.rawValue),
            changed.map { Int32(clamping: $0.attempts) }, changed.map { Int32(clamping: $0.replays) },
            changed.map { $0.begunAt?.postgresTimestamp }, changed.map { $0.status.map { Int32(clamping: $0) } },
            changed.map(\.reason), changed.map(\.version))
    }

    /// Deletes what was delivered longer ago than this, a bounded piece at a time.
    static func forget(after microseconds: Int64, in transaction: inout Transaction) throws {
        try transaction.send(forget, microseconds)
    }
}
