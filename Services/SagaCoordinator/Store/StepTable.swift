import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// SQL of `saga_step`.
enum StepTable {
    static let select = Statement(
        "saga_step_select",
        """
        SELECT order_id, step, unit, status, epoch, attempts, due_at, hold, reason::text, started_at, finished_at
        FROM saga_step WHERE order_id = ANY($1::uuid[]) ORDER BY order_id, position
        """)

    /// Read only when something may have to be sent again.
    static let selectCommands = Statement(
        "saga_step_commands",
        """
        SELECT order_id, step, unit, routing_key, command
        FROM saga_step WHERE order_id = ANY($1::uuid[]) AND status = 'sent' AND command IS NOT NULL
        """)

    private static let insert = Statement(
        "saga_step_insert",
        """
        INSERT INTO saga_step (order_id, position, step, unit, status, epoch, attempts, due_at, hold, reason,
                               started_at, finished_at, routing_key, command)
        SELECT order_id, position, step, unit, status, epoch, attempts, due_at, hold, reason::json,
               started_at, finished_at, routing_key, command
        FROM (SELECT unnest($1::uuid[]), unnest($2::int2[]), unnest($3::text[]), unnest($4::uuid[]), unnest($5::text[]),
                     unnest($6::int4[]), unnest($7::int4[]), unnest($8::timestamptz[]), unnest($9::text[]),
                     unnest($10::text[]), unnest($11::timestamptz[]), unnest($12::timestamptz[]), unnest($13::text[]),
                     unnest($14::bytea[]))
            AS m (order_id, position, step, unit, status, epoch, attempts, due_at, hold, reason,
                  started_at, finished_at, routing_key, command)
        """)

    private static let update = Statement(
        "saga_step_update",
        """
        UPDATE saga_step s SET status = m.status, epoch = m.epoch, attempts = m.attempts, due_at = m.due_at,
            hold = m.hold, reason = m.reason::json, finished_at = m.finished_at,
            routing_key = CASE WHEN m.keeps THEN
                coalesce(m.routing_key, CASE WHEN m.epoch = s.epoch THEN s.routing_key END) END,
            command = CASE WHEN m.keeps THEN coalesce(m.command, CASE WHEN m.epoch = s.epoch THEN s.command END) END
        FROM (SELECT unnest($1::uuid[]), unnest($2::int2[]), unnest($3::text[]), unnest($4::int4[]), unnest($5::int4[]),
                     unnest($6::timestamptz[]), unnest($7::text[]), unnest($8::text[]), unnest($9::timestamptz[]),
                     unnest($10::bool[]), unnest($11::text[]), unnest($12::bytea[]))
            AS m (order_id, position, status, epoch, attempts, due_at, hold, reason, finished_at, keeps,
                  routing_key, command)
        WHERE s.order_id = m.order_id AND s.position = m.position
        """)

    /// A finished order asks nobody again, nor does whoever finished some of its steps.
    private static let forgetCommands = Statement(
        "saga_step_forget_commands",
        """
        UPDATE saga_step SET routing_key = NULL, command = NULL
        WHERE order_id = ANY($1::uuid[]) AND command IS NOT NULL
        """)

    private struct Step {
        let orderID: UUID
        let position: Int16
        let record: StepRecord
        /// Whether its command is kept.
        let keeps: Bool
        /// The command that this batch sent first.
        let command: StoredCommand?
    }

    static func read(_ rows: PostgresRows, into sagas: inout [UUID: OrderSaga]) throws {
        for row in rows {
            guard let status = StepRecord.Status(rawValue: try row.string(3)) else {
                throw HandlerError.park("unknown_status", "a step was written by another version")
            }
            let step = StepRecord(
                key: StepKey(StepName(rawValue: try row.string(1)), try row.uuid(2)), status: status,
                epoch: try row.int(4), attempts: try row.int(5),
                due: try row.timestampOrNil(6).map { Timestamp(microseconds: $0) },
                hold: try row.stringOrNil(7).map { HoldReason(rawValue: $0) },
                reason: try row.jsonOrNil(8).map { try Reason.parse($0, limits: .message) },
                startedAt: Timestamp(microseconds: try row.timestamp(9)),
                finishedAt: try row.timestampOrNil(10).map { Timestamp(microseconds: $0) })
            sagas[try row.uuid(0)]?.steps.append(step)
        }
    }

    static func readCommands(_ rows: PostgresRows, into sagas: inout Table<UUID, SagaRow>) throws {
        for row in rows {
            let id = try row.uuid(0)
            guard var saga = sagas[id] else { continue }
            let bytes = try row.bytes(4)
            saga.commands[StepKey(StepName(rawValue: try row.string(1)), try row.uuid(2))] = StoredCommand(
                envelope: try ReceivedMessage(parsing: bytes).envelope, bytes: bytes, routingKey: try row.string(3))
            sagas.load(saga, as: id)
        }
    }

    static func write(_ rows: [SagaRow], in transaction: inout Transaction) throws {
        var inserted: [Step] = []
        var updated: [Step] = []
        for row in rows {
            let known = row.loaded?.steps ?? []
            for (index, record) in row.saga.steps.enumerated() {
                let keeps = row.saga.keepsCommand(of: record)
                let step = Step(
                    orderID: row.saga.id, position: Int16(clamping: index), record: record, keeps: keeps,
                    command: keeps ? row.command(of: record) : nil)
                if index >= known.count {
                    inserted.append(step)
                } else if known[index] != record {
                    updated.append(step)
                }
            }
        }
        if !inserted.isEmpty {
            try transaction.send(
                insert, inserted.map(\.orderID), inserted.map(\.position), inserted.map(\.record.key.name.rawValue),
                inserted.map(\.record.key.unit), inserted.map(\.record.status.rawValue),
                inserted.map { Int32($0.record.epoch) }, inserted.map { Int32($0.record.attempts) },
                inserted.map { $0.record.due?.postgresTimestamp }, inserted.map { $0.record.hold?.rawValue },
                inserted.map { $0.record.reason?.jsonText }, inserted.map(\.record.startedAt.postgresTimestamp),
                inserted.map { $0.record.finishedAt?.postgresTimestamp }, inserted.map(\.command?.routingKey),
                inserted.map(\.command?.bytes))
        }
        if !updated.isEmpty {
            try transaction.send(
                update, updated.map(\.orderID), updated.map(\.position), updated.map(\.record.status.rawValue),
                updated.map { Int32($0.record.epoch) }, updated.map { Int32($0.record.attempts) },
                updated.map { $0.record.due?.postgresTimestamp }, updated.map { $0.record.hold?.rawValue },
                updated.map { $0.record.reason?.jsonText }, updated.map { $0.record.finishedAt?.postgresTimestamp },
                updated.map(\.keeps), updated.map(\.command?.routingKey), updated.map(\.command?.bytes))
        }
        let finished = rows.filter { $0.saga.phase.isFinal && $0.loaded?.phase.isFinal == false }.map(\.saga.id)
        if !finished.isEmpty { try transaction.send(forgetCommands, finished) }
    }
}
