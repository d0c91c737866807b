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
        FROM unnest($1::uuid[], $2::int2[], $3::text[], $4::uuid[], $5::text[], $6::int4[], $7::int4[],
                    $8::timestamptz[], $9::text[], $10::text[], $11::timestamptz[], $12::timestamptz[],
                    $13::text[], $14::bytea[])
            AS m (order_id, position, step, unit, status, epoch, attempts, due_at, hold, reason,
                  started_at, finished_at, routing_key, command)
        """)

    private static let update = Statement(
        "saga_step_update",
        """
        UPDATE saga_step s SET status = m.status, epoch = m.epoch, attempts = m.attempts, due_at = m.due_at,
            hold = m.hold, reason = m.reason::json, finished_at = m.finished_at,
            routing_key = CASE WHEN is_open THEN coalesce(m.routing_key, s.routing_key) END,
            command = CASE WHEN is_open THEN coalesce(m.command, s.command) END
        FROM unnest($1::uuid[], $2::int2[], $3::text[], $4::int4[], $5::int4[], $6::timestamptz[], $7::text[],
                    $8::text[], $9::timestamptz[], $10::bool[], $11::text[], $12::bytea[])
            AS m (order_id, position, status, epoch, attempts, due_at, hold, reason, finished_at, is_open,
                  routing_key, command)
        WHERE s.order_id = m.order_id AND s.position = m.position
        """)

    private struct Step {
        let orderID: UUID
        let position: Int16
        let record: StepRecord
        /// Whether it may have to be asked for again: only so long is its command kept.
        let isOpen: Bool
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
            let isFinal = row.saga.phase.isFinal
            let ends = isFinal && row.loaded?.phase.isFinal == false
            for (index, record) in row.saga.steps.enumerated() {
                let isOpen = record.status == .sent && !isFinal
                let step = Step(
                    orderID: row.saga.id, position: Int16(clamping: index), record: record, isOpen: isOpen,
                    command: isOpen ? row.command(of: record) : nil)
                if index >= known.count {
                    inserted.append(step)
                } else if known[index] != record || ends && record.status == .sent {
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
                updated.map(\.isOpen), updated.map(\.command?.routingKey), updated.map(\.command?.bytes))
        }
    }
}
