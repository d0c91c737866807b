import Contracts
import Messaging
import Postgres
import WireJSON

/// SQL of `channel_package`.
enum ChannelPackageTable {
    private static let lock = Statement(
        "channel_package_lock",
        """
        SELECT channel, shop, external_id, package_id, content, recorded_reason, channel_updated_at
        FROM channel_package p
        JOIN unnest($1::text[], $2::text[], $3::text[]) AS k (channel, shop, external_id)
            USING (channel, shop, external_id)
        ORDER BY channel, shop, external_id, package_id FOR NO KEY UPDATE OF p
        """)

    private static let insert = Statement(
        "channel_package_insert",
        """
        INSERT INTO channel_package (channel, shop, external_id, package_id, content, recorded_reason, channel_updated_at)
        SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::jsonb[]),
               unnest($6::text[]), unnest($7::timestamptz[])
        """)

    private static let update = Statement(
        "channel_package_update",
        """
        UPDATE channel_package p SET content = m.content, recorded_reason = m.recorded_reason,
            channel_updated_at = m.channel_updated_at, updated_at = now()
        FROM (SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::jsonb[]),
                     unnest($6::text[]), unnest($7::timestamptz[]))
            AS m (channel, shop, external_id, package_id, content, recorded_reason, channel_updated_at)
        WHERE p.channel = m.channel AND p.shop = m.shop AND p.external_id = m.external_id
          AND p.package_id = m.package_id
        """)

    static func lock(_ keys: Set<OrderKey>, in transaction: inout Transaction) throws -> Ticket? {
        guard !keys.isEmpty else { return nil }
        let keys = Array(keys)
        return try transaction.send(lock, keys.map(\.shop.channel), keys.map(\.shop.shop), keys.map(\.externalID))
    }

    static func read(
        _ ticket: Ticket?, into table: inout Table<KnownPackage.Key, KnownPackage>, in transaction: inout Transaction
    ) throws {
        guard let ticket else { return }
        for row in try transaction.read(ticket) {
            let order = OrderKey(
                shop: ShopKey(channel: try row.string(0), shop: try row.string(1)), externalID: try row.string(2))
            let package = KnownPackage(
                key: KnownPackage.Key(order: order, packageID: try row.string(3)),
                content: try PackageContent.parse(try row.json(4)),
                disposition: Disposition(recordedReason: try row.stringOrNil(5).map(RecordedReason.init(rawValue:))),
                updatedAt: Timestamp(microseconds: try row.timestamp(6)))
            table.load(package, as: package.key)
        }
    }

    static func write(_ table: Table<KnownPackage.Key, KnownPackage>, in transaction: inout Transaction) throws {
        try write(table.inserted, with: insert, in: &transaction)
        try write(table.updated, with: update, in: &transaction)
    }

    private static func write(
        _ unsorted: [KnownPackage], with statement: Statement, in transaction: inout Transaction
    ) throws {
        guard !unsorted.isEmpty else { return }
        let packages = unsorted.sorted { $0.key < $1.key }
        try transaction.send(
            statement, packages.map(\.key.order.shop.channel), packages.map(\.key.order.shop.shop),
            packages.map(\.key.order.externalID), packages.map(\.key.packageID), packages.map(\.content.postgresJSON),
            packages.map { $0.disposition.recordedReason?.rawValue }, packages.map(\.updatedAt.postgresTimestamp))
    }
}
