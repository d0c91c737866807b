import Contracts
import Messaging
import Postgres
import WireJSON

/// SQL of `channel_watermark`.
enum WatermarkTable {
    private static let lock = Statement(
        "channel_watermark_lock",
        """
        SELECT channel, shop, kind, read_to, round_since, round_until, round_cursor, ordinal, is_asking, answered_at,
               finished_at, orders, failures, failure, failed_at, limits, webhooks, webhooks_at
        FROM channel_watermark w
        JOIN unnest($1::text[], $2::text[], $3::text[]) AS k (channel, shop, kind) USING (channel, shop, kind)
        ORDER BY channel, shop, kind FOR NO KEY UPDATE OF w
        """)

    private static let insert = Statement(
        "channel_watermark_insert",
        """
        INSERT INTO channel_watermark (channel, shop, kind, read_to, round_since, round_until, round_cursor, ordinal,
                                       is_asking, answered_at, finished_at, orders, failures, failure, failed_at, limits,
                                       webhooks, webhooks_at)
        SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::timestamptz[]),
               unnest($5::timestamptz[]), unnest($6::timestamptz[]), unnest($7::text[]), unnest($8::int8[]),
               unnest($9::bool[]), unnest($10::timestamptz[]), unnest($11::timestamptz[]), unnest($12::int8[]),
               unnest($13::int4[]), unnest($14::text[]), unnest($15::timestamptz[]), unnest($16::jsonb[]),
               unnest($17::jsonb[]), unnest($18::timestamptz[])
        """)

    private static let update = Statement(
        "channel_watermark_update",
        """
        UPDATE channel_watermark w SET read_to = m.read_to, round_since = m.round_since, round_until = m.round_until,
            round_cursor = m.round_cursor, ordinal = m.ordinal, is_asking = m.is_asking, answered_at = m.answered_at,
            finished_at = m.finished_at, orders = m.orders, failures = m.failures, failure = m.failure,
            failed_at = m.failed_at, limits = m.limits, webhooks = m.webhooks, webhooks_at = m.webhooks_at
        FROM (SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::timestamptz[]),
                     unnest($5::timestamptz[]), unnest($6::timestamptz[]), unnest($7::text[]), unnest($8::int8[]),
                     unnest($9::bool[]), unnest($10::timestamptz[]), unnest($11::timestamptz[]), unnest($12::int8[]),
                     unnest($13::int4[]), unnest($14::text[]), unnest($15::timestamptz[]), unnest($16::jsonb[]),
                     unnest($17::jsonb[]), unnest($18::timestamptz[]))
            AS m (channel, shop, kind, read_to, round_since, round_until, round_cursor, ordinal, is_asking,
                  answered_at, finished_at, orders, failures, failure, failed_at, limits, webhooks, webhooks_at)
        WHERE w.channel = m.channel AND w.shop = m.shop AND w.kind = m.kind
        """)

    static func lock(_ keys: Set<Watermark.Key>, in transaction: inout Transaction) throws -> Ticket? {
        guard !keys.isEmpty else { return nil }
        let keys = Array(keys)
        return try transaction.send(
            lock, keys.map(\.shop.channel), keys.map(\.shop.shop), keys.map(\.kind.rawValue))
    }

    static func read(
        _ ticket: Ticket?, into table: inout Table<Watermark.Key, Watermark>, in transaction: inout Transaction
    ) throws {
        guard let ticket else { return }
        for row in try transaction.read(ticket) {
            guard let kind = PollKind(rawValue: try row.string(2)) else { continue }
            let shop = ShopKey(channel: try row.string(0), shop: try row.string(1))
            var watermark = Watermark(
                key: Watermark.Key(shop: shop, kind: kind), readTo: Timestamp(microseconds: try row.timestamp(3)))
            if let since = try row.timestampOrNil(4), let until = try row.timestampOrNil(5) {
                watermark.round = PollPosition(
                    since: Timestamp(microseconds: since), until: Timestamp(microseconds: until),
                    cursor: try row.stringOrNil(6))
            }
            watermark.ordinal = try row.int64(7)
            watermark.isAsking = try row.bool(8)
            watermark.answeredAt = try row.timestampOrNil(9).map { Timestamp(microseconds: $0) }
            watermark.finishedAt = try row.timestampOrNil(10).map { Timestamp(microseconds: $0) }
            watermark.orders = try row.int64(11)
            watermark.failures = try row.int(12)
            watermark.failure = try row.stringOrNil(13)
            watermark.failedAt = try row.timestampOrNil(14).map { Timestamp(microseconds: $0) }
            watermark.limits = try row.jsonOrNil(15).map { try [String: Int].parse($0) } ?? [:]
            watermark.disabledWebhooks = try row.jsonOrNil(16).map { try [String].parse($0) } ?? []
            watermark.webhooksAt = try row.timestampOrNil(17).map { Timestamp(microseconds: $0) }
            table.load(watermark, as: watermark.key)
        }
    }

    static func write(_ table: Table<Watermark.Key, Watermark>, in transaction: inout Transaction) throws {
        try write(table.inserted, with: insert, in: &transaction)
        try write(table.updated, with: update, in: &transaction)
    }

    private static func write(
        _ unsorted: [Watermark], with statement: Statement, in transaction: inout Transaction
    ) throws {
        guard !unsorted.isEmpty else { return }
        let rows = unsorted.sorted { $0.key < $1.key }
        try transaction.send(
            statement, rows.map(\.key.shop.channel), rows.map(\.key.shop.shop), rows.map(\.key.kind.rawValue),
            rows.map(\.readTo.postgresTimestamp), rows.map { $0.round?.since.postgresTimestamp },
            rows.map { $0.round?.until.postgresTimestamp }, rows.map { $0.round?.cursor }, rows.map(\.ordinal),
            rows.map(\.isAsking), rows.map { $0.answeredAt?.postgresTimestamp },
            rows.map { $0.finishedAt?.postgresTimestamp }, rows.map(\.orders), rows.map { Int32($0.failures) },
            rows.map(\.failure), rows.map { $0.failedAt?.postgresTimestamp }, rows.map(\.limits.postgresJSON),
            rows.map(\.disabledWebhooks.postgresJSON), rows.map { $0.webhooksAt?.postgresTimestamp })
    }
}
