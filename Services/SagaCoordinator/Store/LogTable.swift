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

    /// What a replay needs of it: little more than half.
    static let history = Statement(
        "saga_log_history",
        """
        SELECT order_id, message_id, type, epoch, data::text, at, channel, spoken
        FROM saga_log WHERE order_id = ANY($1::uuid[]) ORDER BY order_id, seq
        """)

    private static let insert = Statement(
        "saga_log_insert",
        """
        INSERT INTO saga_log (order_id, seq, message_id, type, epoch, data, at, causation_id, actor, verdict, sent,
                              channel, spoken)
        SELECT order_id, seq, message_id, type, epoch, data::json, at, causation_id, actor, verdict, sent::json,
               channel, spoken
        FROM (SELECT unnest($1::uuid[]), unnest($2::int8[]), unnest($3::uuid[]), unnest($4::text[]), unnest($5::int4[]),
                     unnest($6::text[]), unnest($7::timestamptz[]), unnest($8::uuid[]), unnest($9::text[]),
                     unnest($10::text[]), unnest($11::text[]), unnest($12::text[]), unnest($13::int8[]))
            AS m (order_id, seq, message_id, type, epoch, data, at, causation_id, actor, verdict, sent, channel,
                  spoken)
        """)

    package static func read(_ rows: PostgresRows) throws -> [LogEntry] {
        try rows.map { row in
            LogEntry(
                orderID: try row.uuid(0), sequence: try row.int64(1), messageID: try row.uuid(2),
                type: MessageType(rawValue: try row.string(3)), epoch: try row.int(4),
                data: try row.json(5), at: Timestamp(microseconds: try row.timestamp(6)),
                causationID: try row.uuidOrNil(7), channel: try row.stringOrNil(11),
                spoken: try row.int64OrNil(12), actor: try row.stringOrNil(8),
                verdict: Verdict(rawValue: try row.string(9)) ?? .noted,
                sent: try [SentMessage].parse(try row.json(10), limits: .message))
        }
    }

    /// By order, in the order in which they came.
    static func readHistory(_ rows: PostgresRows) throws -> [UUID: [SagaEvent]] {
        var events: [UUID: [SagaEvent]] = [:]
        for row in rows {
            let event = try SagaEvent(
                logged: MessageType(rawValue: try row.string(2)), try row.json(4), epoch: try row.int(3),
                at: Timestamp(microseconds: try row.timestamp(5)),
                from: Origin(
                    message: try row.uuid(1), channel: try row.stringOrNil(6), spoken: try row.int64OrNil(7)))
            events[try row.uuid(0), default: []].append(event)
        }
        return events
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
