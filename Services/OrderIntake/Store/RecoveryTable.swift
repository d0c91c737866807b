import Contracts
import Logging
import Messaging
import Postgres

/// SQL of `channel_recovery`.
enum RecoveryTable {
    private static let insert = Statement(
        "channel_recovery_insert",
        """
        INSERT INTO channel_recovery (channel, shop, external_id, message_id, way, outcome, channel_updated_at)
        SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::uuid[]), unnest($5::text[]),
               unnest($6::text[]), unnest($7::timestamptz[])
        ON CONFLICT DO NOTHING
        """)

    private static let report = Statement(
        "channel_recovery_report",
        """
        UPDATE channel_recovery r SET is_reported = true
        FROM (SELECT ctid FROM channel_recovery WHERE NOT is_reported ORDER BY found_at LIMIT 100
              FOR UPDATE SKIP LOCKED) due
        WHERE r.ctid = due.ctid
        RETURNING channel, shop, external_id, way, outcome
        """)

    static func append(_ recoveries: [Recovery], in transaction: inout Transaction) throws {
        guard !recoveries.isEmpty else { return }
        try transaction.send(
            insert, recoveries.map(\.order.shop.channel), recoveries.map(\.order.shop.shop),
            recoveries.map(\.order.externalID), recoveries.map(\.messageID), recoveries.map(\.way.topic),
            recoveries.map(\.outcome), recoveries.map(\.channelUpdatedAt.postgresTimestamp))
    }

    /// Says what webhooks lost, once; twice when the commit fails.
    static func report(to logger: Logger, in transaction: inout Transaction) throws -> Bool {
        var count = 0
        for row in try transaction.read(try transaction.send(report)) {
            count += 1
            let (shop, id) = ("\(try row.string(0))/\(try row.string(1))", try row.string(2))
            let (way, outcome) = (try row.string(3), try row.string(4))
            logger.warning(
                "an order came by a question that no webhook had brought",
                metadata: ["shop": "\(shop)", "externalid": "\(id)", "way": "\(way)", "outcome": "\(outcome)"])
        }
        return count == 100
    }
}
