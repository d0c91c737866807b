import Contracts
import Messaging
import Postgres
import WireJSON

/// SQL of `channel_completeness`, and of the question which of some orders are here.
enum CensusTable {
    private static let lock = Statement(
        "channel_completeness_lock",
        """
        SELECT channel, shop, until, since, listed, missing, finished_at, lists_all
        FROM channel_completeness c
        JOIN unnest($1::text[], $2::text[], $3::timestamptz[]) AS k (channel, shop, until) USING (channel, shop, until)
        ORDER BY channel, shop, until FOR NO KEY UPDATE OF c
        """)

    private static let insert = Statement(
        "channel_completeness_insert",
        """
        INSERT INTO channel_completeness (channel, shop, until, since, listed, missing, finished_at, lists_all)
        SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::timestamptz[]), unnest($4::timestamptz[]),
               unnest($5::jsonb[]), unnest($6::jsonb[]), unnest($7::timestamptz[]), unnest($8::bool[])
        """)

    private static let update = Statement(
        "channel_completeness_update",
        """
        UPDATE channel_completeness c SET listed = m.listed, missing = m.missing, finished_at = m.finished_at,
            lists_all = m.lists_all
        FROM (SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::timestamptz[]), unnest($4::timestamptz[]),
                     unnest($5::jsonb[]), unnest($6::jsonb[]), unnest($7::timestamptz[]), unnest($8::bool[]))
            AS m (channel, shop, until, since, listed, missing, finished_at, lists_all)
        WHERE c.channel = m.channel AND c.shop = m.shop AND c.until = m.until
        """)

    /// Not locked: an order does not go away.
    private static let presence = Statement(
        "intake_order_presence",
        """
        SELECT channel, shop, external_id
        FROM intake_order JOIN unnest($1::text[], $2::text[], $3::text[]) AS k (channel, shop, external_id)
            USING (channel, shop, external_id)
        """)

    static func lock(_ keys: Set<Census.Key>, in transaction: inout Transaction) throws -> Ticket? {
        guard !keys.isEmpty else { return nil }
        let keys = Array(keys)
        return try transaction.send(
            lock, keys.map(\.shop.channel), keys.map(\.shop.shop), keys.map(\.until.postgresTimestamp))
    }

    static func presence(of keys: Set<OrderKey>, in transaction: inout Transaction) throws -> Ticket? {
        guard !keys.isEmpty else { return nil }
        let keys = Array(keys)
        return try transaction.send(
            presence, keys.map(\.shop.channel), keys.map(\.shop.shop), keys.map(\.externalID))
    }

    static func read(
        _ ticket: Ticket?, into table: inout Table<Census.Key, Census>, in transaction: inout Transaction
    ) throws {
        guard let ticket else { return }
        for row in try transaction.read(ticket) {
            let key = Census.Key(
                shop: ShopKey(channel: try row.string(0), shop: try row.string(1)),
                until: Timestamp(microseconds: try row.timestamp(2)))
            var census = Census(
                key: key, since: Timestamp(microseconds: try row.timestamp(3)), listsAll: try row.bool(7))
            census.listed = Set(try [String].parse(try row.json(4)))
            census.missing = Set(try [String].parse(try row.json(5)))
            census.finishedAt = try row.timestampOrNil(6).map { Timestamp(microseconds: $0) }
            table.load(census, as: key)
        }
    }

    static func readPresence(
        _ ticket: Ticket?, into present: inout Set<OrderKey>, in transaction: inout Transaction
    ) throws {
        guard let ticket else { return }
        for row in try transaction.read(ticket) {
            let shop = ShopKey(channel: try row.string(0), shop: try row.string(1))
            present.insert(OrderKey(shop: shop, externalID: try row.string(2)))
        }
    }

    static func write(_ table: Table<Census.Key, Census>, in transaction: inout Transaction) throws {
        try write(table.inserted, with: insert, in: &transaction)
        try write(table.updated, with: update, in: &transaction)
    }

    private static func write(
        _ unsorted: [Census], with statement: Statement, in transaction: inout Transaction
    ) throws {
        guard !unsorted.isEmpty else { return }
        let rows = unsorted.sorted { $0.key < $1.key }
        try transaction.send(
            statement, rows.map(\.key.shop.channel), rows.map(\.key.shop.shop),
            rows.map(\.key.until.postgresTimestamp), rows.map(\.since.postgresTimestamp),
            rows.map { $0.listed.sorted().postgresJSON }, rows.map { $0.missing.sorted().postgresJSON },
            rows.map { $0.finishedAt?.postgresTimestamp }, rows.map(\.listsAll))
    }
}
