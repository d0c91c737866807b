import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// SQL of `saga_log`.
package enum LogTable {
    /// Every entry of some orders, for a replay.
    package static let select = Statement(
        "saga_log_select",
        """
        SELECT order_id, seq, message_id, type, epoch, data::text, at, causation_id, actor, verdict, sent::text,
               channel, spoken
        FROM saga_log WHERE order_id = ANY($1::uuid[]) ORDER BY order_id, seq
        """)

    private static let insert = Statement(
        "saga_log_insert",
        """
        INSERT INTO saga_log (order_id, seq, message_id, type, epoch, data, at, causation_id, actor, verdict, sent,
                              channel, spoken)
        SELECT order_id, seq, message_id, type, epoch, data::json, at, causation_id, actor, verdict, sent::json,
               channel, spoken
        FROM unnest($1::uuid[], $2::int8[], $3::uuid[], $4::text[], $5::int4[], $6::text[], $7::timestamptz[],
                    $8::uuid[], $9::text[], $10::text[], $11::text[], $12::text[], $13::int8[])
            AS m (order_id, seq, message_id, type, epoch, data, at, causation_id, actor, verdict, sent, channel,
                  spoken)
        """)

    package static func read(_ rows: PostgresRows) throws -> [LogEntry] {
        try rows.map { row in
            LogEntry(
                orderID: try row.uuid(0), sequence: try row.int64(1), messageID: try row.uuid(2),
                type: MessageType(rawValue: try row.string(3)), epoch: try row.int(4),
                data: Array(try row.string(5).utf8), at: Timestamp(microseconds: try row.timestamp(6)),
                causationID: try row.uuidOrNil(7), channel: try row.stringOrNil(11),
                spoken: try row.int64OrNil(12), actor: try row.stringOrNil(8),
                verdict: Verdict(rawValue: try row.string(9)) ?? .noted,
                sent: try [SentMessage].parse(text: try row.string(10)))
        }
    }

    static func write(_ rows: [SagaRow], in transaction: inout Transaction) throws {
        let log = rows.flatMap(\.log)
        guard !log.isEmpty else { return }
        try transaction.send(
            insert, log.map(\.orderID), log.map(\.sequence), log.map(\.messageID), log.map(\.type.rawValue),
            log.map { Int32(clamping: $0.epoch) }, log.map { String(decoding: $0.data, as: UTF8.self) },
            log.map(\.at.postgresTimestamp), log.map(\.causationID), log.map(\.actor), log.map(\.verdict.rawValue),
            log.map(\.sent.jsonText), log.map(\.channel), log.map(\.spoken))
    }
}
