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

    private static let insert = Statement(
        "saga_step_insert",
        """
        INSERT INTO saga_step (order_id, position, step, unit, status, epoch, attempts, due_at, hold, reason,
                               started_at, finished_at)
        SELECT order_id, position, step, unit, status, epoch, attempts, due_at, hold, reason::json,
               started_at, finished_at
        FROM unnest($1::uuid[], $2::int2[], $3::text[], $4::uuid[], $5::text[], $6::int4[], $7::int4[],
                    $8::timestamptz[], $9::text[], $10::text[], $11::timestamptz[], $12::timestamptz[])
            AS m (order_id, position, step, unit, status, epoch, attempts, due_at, hold, reason,
                  started_at, finished_at)
        """)

    private static let update = Statement(
        "saga_step_update",
        """
        UPDATE saga_step s SET status = m.status, epoch = m.epoch, attempts = m.attempts, due_at = m.due_at,
            hold = m.hold, reason = m.reason::json, finished_at = m.finished_at
        FROM unnest($1::uuid[], $2::int2[], $3::text[], $4::int4[], $5::int4[], $6::timestamptz[], $7::text[],
                    $8::text[], $9::timestamptz[])
            AS m (order_id, position, status, epoch, attempts, due_at, hold, reason, finished_at)
        WHERE s.order_id = m.order_id AND s.position = m.position
        """)

    private struct Step {
        let orderID: UUID
        let position: Int16
        let record: StepRecord
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

    static func write(_ rows: [SagaRow], in transaction: inout Transaction) throws {
        var inserted: [Step] = []
        var updated: [Step] = []
        for row in rows {
            let known = row.loaded?.steps ?? []
            for (index, record) in row.saga.steps.enumerated() {
                let step = Step(orderID: row.saga.id, position: Int16(clamping: index), record: record)
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
                inserted.map { $0.record.finishedAt?.postgresTimestamp })
        }
        if !updated.isEmpty {
            try transaction.send(
                update, updated.map(\.orderID), updated.map(\.position), updated.map(\.record.status.rawValue),
                updated.map { Int32($0.record.epoch) }, updated.map { Int32($0.record.attempts) },
                updated.map { $0.record.due?.postgresTimestamp }, updated.map { $0.record.hold?.rawValue },
                updated.map { $0.record.reason?.jsonText }, updated.map { $0.record.finishedAt?.postgresTimestamp })
        }
    }
}
