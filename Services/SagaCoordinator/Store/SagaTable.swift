import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// SQL of `saga`.
enum SagaTable {
    /// The last column names the transaction that wrote the row as it is; whatever changes it, names another.
    static let select = Statement(
        "saga_select",
        """
        SELECT order_id, version, phase, plan, headline, authorised, captured, voided, refunded, timer_at, ending::text,
               early::text, provided_share, detours::text, xmin::text::int8
        FROM saga WHERE order_id = ANY($1::uuid[]) ORDER BY order_id FOR NO KEY UPDATE
        """)

    /// What that column will say of the rows that this transaction writes.
    static let writer = Statement("saga_writer", "SELECT pg_current_xact_id()::xid::text::int8")

    /// The same as ``select`` without a lock, and without who wrote it.
    static let look = Statement(
        "saga_look",
        """
        SELECT order_id, version, phase, plan, headline, authorised, captured, voided, refunded, timer_at, ending::text,
               early::text, provided_share, detours::text
        FROM saga WHERE order_id = ANY($1::uuid[])
        """)

    private static let insert = Statement(
        "saga_insert",
        """
        INSERT INTO saga (order_id, version, phase, plan, headline, is_on_hold, authorised, captured, voided, refunded,
                          deadline, timer_at, ending, early, due, provided_share, detours)
        SELECT order_id, version, phase, plan, headline, is_on_hold, authorised, captured, voided, refunded, deadline,
               timer_at, ending::json, early::json, due, provided_share, detours::json
        FROM (SELECT unnest($1::uuid[]), unnest($2::int8[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]),
                     unnest($6::bool[]), unnest($7::int8[]), unnest($8::int8[]), unnest($9::int8[]), unnest($10::int8[]),
                     unnest($11::timestamptz[]), unnest($12::timestamptz[]), unnest($13::text[]), unnest($14::text[]),
                     unnest($15::int8[]), unnest($16::int8[]), unnest($17::text[]))
            AS m (order_id, version, phase, plan, headline, is_on_hold, authorised, captured, voided, refunded,
                  deadline, timer_at, ending, early, due, provided_share, detours)
        """)

    private static let update = Statement(
        "saga_update",
        """
        UPDATE saga s SET version = m.version, phase = m.phase, plan = m.plan, headline = m.headline,
            is_on_hold = m.is_on_hold, authorised = m.authorised, captured = m.captured, voided = m.voided,
            refunded = m.refunded, deadline = m.deadline, timer_at = m.timer_at, ending = m.ending::json,
            early = m.early::json, due = m.due, provided_share = m.provided_share, detours = m.detours::json,
            updated_at = now()
        FROM (SELECT unnest($1::uuid[]), unnest($2::int8[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]),
                     unnest($6::bool[]), unnest($7::int8[]), unnest($8::int8[]), unnest($9::int8[]), unnest($10::int8[]),
                     unnest($11::timestamptz[]), unnest($12::timestamptz[]), unnest($13::text[]), unnest($14::text[]),
                     unnest($15::int8[]), unnest($16::int8[]), unnest($17::text[]))
            AS m (order_id, version, phase, plan, headline, is_on_hold, authorised, captured, voided, refunded,
                  deadline, timer_at, ending, early, due, provided_share, detours)
        WHERE s.order_id = m.order_id
        """)

    /// Enough to tell whether what is remembered of an order is what stands here.
    static func stamp(of row: PostgresRow) throws -> (orderID: UUID, version: Int64, writer: Int64) {
        (try row.uuid(0), try row.int64(1), try row.int64(14))
    }

    /// Without what other tables have of it.
    static func saga(in row: PostgresRow) throws -> OrderSaga {
        var saga = OrderSaga(id: try row.uuid(0))
        saga.version = try row.int64(1)
        guard let phase = Phase(rawValue: try row.string(2)), let plan = Plan.named(try row.string(3)) else {
            throw HandlerError.park("unknown_plan", "order \(saga.id.text) was begun by another version")
        }
        saga.phase = phase
        saga.plan = plan
        saga.headline = HeadlineStatus(rawValue: try row.string(4))
        saga.money = Money(
            authorised: try row.int64(5), captured: try row.int64(6), voided: try row.int64(7),
            refunded: try row.int64(8))
        saga.timer = try row.timestampOrNil(9).map { Timestamp(microseconds: $0) }
        saga.ending = try row.jsonOrNil(10).map { try Ending.parse($0, limits: .message) }
        saga.early = try row.jsonOrNil(11).map { try [EarlyFact].parse($0, limits: .message) } ?? []
        saga.providedShare = try row.int64OrNil(12)
        saga.detours = try row.jsonOrNil(13).map { try Detours.parse($0, limits: .message) } ?? Detours()
        return saga
    }

    static func write(_ rows: [SagaRow], in transaction: inout Transaction) throws {
        try write(rows.filter { $0.loaded == nil }.map(\.saga), by: insert, in: &transaction)
        try write(rows.filter { $0.loaded != nil }.map(\.saga), by: update, in: &transaction)
    }

    private static func write(
        _ sagas: [OrderSaga], by statement: Statement, in transaction: inout Transaction
    ) throws {
        guard !sagas.isEmpty else { return }
        try transaction.send(
            statement, sagas.map(\.id), sagas.map(\.version), sagas.map(\.phase.rawValue), sagas.map(\.plan.name),
            sagas.map(\.headline.rawValue), sagas.map(\.isOnHold), sagas.map(\.money.authorised),
            sagas.map(\.money.captured), sagas.map(\.money.voided), sagas.map(\.money.refunded),
            sagas.map { $0.deadline?.postgresTimestamp }, sagas.map { $0.timer?.postgresTimestamp },
            sagas.map { $0.ending?.jsonText }, sagas.map { $0.early.isEmpty ? nil : $0.early.jsonText },
            sagas.map { $0.order == nil ? nil : $0.due }, sagas.map(\.providedShare),
            sagas.map { $0.detours.isEmpty ? nil : $0.detours.jsonText })
    }
}
