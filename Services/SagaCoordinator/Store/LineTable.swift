import Contracts
import FoundationEssentials
import Messaging
import Postgres

/// SQL of `saga_line`, the unit ledger.
enum LineTable {
    static let select = Statement(
        "saga_line_select",
        """
        SELECT order_id, line_id, ordered,
               pending, backordered, reserved, released, picked, packed, handed_over, delivered, lost,
               returned_to_sender, cancelled, return_requested, return_in_transit, return_received,
               restocked, quarantined, written_off, sent_back
        FROM saga_line WHERE order_id = ANY($1::uuid[]) ORDER BY order_id, position
        """)

    private static let insert = Statement(
        "saga_line_insert",
        """
        INSERT INTO saga_line (
            order_id, position, line_id, ordered,
            pending, backordered, reserved, released, picked, packed, handed_over, delivered, lost,
            returned_to_sender, cancelled, return_requested, return_in_transit, return_received,
            restocked, quarantined, written_off, sent_back)
        SELECT unnest($1::uuid[]), unnest($2::int2[]), unnest($3::text[]), unnest($4::int4[]), unnest($5::int4[]),
               unnest($6::int4[]), unnest($7::int4[]), unnest($8::int4[]), unnest($9::int4[]), unnest($10::int4[]),
               unnest($11::int4[]), unnest($12::int4[]), unnest($13::int4[]), unnest($14::int4[]), unnest($15::int4[]),
               unnest($16::int4[]), unnest($17::int4[]), unnest($18::int4[]), unnest($19::int4[]), unnest($20::int4[]),
               unnest($21::int4[]), unnest($22::int4[])
        """)

    private static let update = Statement(
        "saga_line_update",
        """
        UPDATE saga_line l SET
            pending = m.pending, backordered = m.backordered, reserved = m.reserved, released = m.released, picked =
            m.picked, packed = m.packed, handed_over = m.handed_over, delivered = m.delivered, lost =
            m.lost, returned_to_sender = m.returned_to_sender, cancelled = m.cancelled, return_requested
            = m.return_requested, return_in_transit = m.return_in_transit, return_received =
            m.return_received, restocked = m.restocked, quarantined = m.quarantined, written_off =
            m.written_off, sent_back = m.sent_back
        FROM (SELECT unnest($1::uuid[]), unnest($2::int2[]), unnest($3::int4[]), unnest($4::int4[]), unnest($5::int4[]),
                     unnest($6::int4[]), unnest($7::int4[]), unnest($8::int4[]), unnest($9::int4[]), unnest($10::int4[]),
                     unnest($11::int4[]), unnest($12::int4[]), unnest($13::int4[]), unnest($14::int4[]),
                     unnest($15::int4[]), unnest($16::int4[]), unnest($17::int4[]), unnest($18::int4[]),
                     unnest($19::int4[]), unnest($20::int4[]))
            AS m (
                order_id, position,
                pending, backordered, reserved, released, picked, packed, handed_over, delivered, lost,
                returned_to_sender, cancelled, return_requested, return_in_transit, return_received,
                restocked, quarantined, written_off, sent_back)
        WHERE l.order_id = m.order_id AND l.position = m.position
        """)

    /// For the one case that an order's content is replaced, while nothing was promised of it.
    private static let delete = Statement("saga_line_delete", "DELETE FROM saga_line WHERE order_id = ANY($1::uuid[])")

    private struct Line {
        let orderID: UUID
        let position: Int16
        let ledger: LineLedger
    }

    static func read(_ rows: PostgresRows, into sagas: inout [UUID: OrderSaga]) throws {
        for row in rows {
            let counts = try UnitBucket.allCases.map { try row.int(3 + $0.rawValue) }
            let line = LineLedger(lineID: try row.string(1), ordered: try row.int(2), counts: counts)
            sagas[try row.uuid(0)]?.lines.append(line)
        }
    }

    static func write(_ rows: [SagaRow], in transaction: inout Transaction) throws {
        let changed = rows.filter { $0.saga.lines != ($0.loaded?.lines ?? []) }
        let replaced = changed.filter { row in
            !row.saga.lines.elementsEqual(row.loaded?.lines ?? []) {
                $0.lineID == $1.lineID && $0.ordered == $1.ordered
            }
        }
        let removed = replaced.filter { $0.loaded?.lines.isEmpty == false }.map(\.saga.id)
        if !removed.isEmpty { try transaction.send(delete, removed) }
        let replacedIDs = Set(replaced.map(\.saga.id))
        let inserted = replaced.flatMap { lines(of: $0.saga) { _ in true } }
        let updated = changed.filter { !replacedIDs.contains($0.saga.id) }.flatMap { row in
            lines(of: row.saga) { index in row.loaded?.lines[index] != row.saga.lines[index] }
        }
        if !inserted.isEmpty {
            let counts = columns(of: inserted)
            try transaction.send(
                insert, inserted.map(\.orderID), inserted.map(\.position), inserted.map(\.ledger.lineID),
                inserted.map { Int32(clamping: $0.ledger.ordered) },
                counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6], counts[7], counts[8],
                counts[9], counts[10], counts[11], counts[12], counts[13], counts[14], counts[15],
                counts[16], counts[17])
        }
        if !updated.isEmpty {
            let counts = columns(of: updated)
            try transaction.send(
                update, updated.map(\.orderID), updated.map(\.position),
                counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6], counts[7], counts[8],
                counts[9], counts[10], counts[11], counts[12], counts[13], counts[14], counts[15],
                counts[16], counts[17])
        }
    }

    private static func lines(of saga: OrderSaga, where isWanted: (Int) -> Bool) -> [Line] {
        saga.lines.indices.filter(isWanted).map { index in
            Line(orderID: saga.id, position: Int16(clamping: index), ledger: saga.lines[index])
        }
    }

    /// One array per bucket, in the order of the columns.
    private static func columns(of lines: [Line]) -> [[Int32]] {
        UnitBucket.allCases.map { bucket in lines.map { Int32(clamping: $0.ledger[bucket]) } }
    }
}
