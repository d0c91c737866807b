import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// SQL of `fulfilment_order` and `fulfilment_line`.
enum FulfilmentOrderTable {
    /// What a worker may be given: theirs first, else what nobody holds, and of that what is to be put back; what another
    /// has locked is skipped. As many as there are workers who ask in this transaction: its own locks do not keep the
    /// first task from the second worker.
    static let nextTasks = Statement(
        "next_tasks",
        """
        SELECT id FROM fulfilment_order
        WHERE floor = 'manual' AND site = $1::text
          AND (state IN ('released', 'picking', 'picked') OR to_put_back > 0)
          AND (worker IS NULL OR worker = $2::text)
        ORDER BY (worker IS NULL), (to_put_back = 0), is_express DESC, created_at LIMIT $3::int4
        FOR NO KEY UPDATE SKIP LOCKED
        """)

    /// What nobody has begun at a site; what another transaction has locked is looked at the next time.
    static let unbegun = Statement(
        "fulfilment_order_unbegun",
        """
        SELECT id FROM fulfilment_order WHERE site = $1::text AND state = 'released'
        ORDER BY id LIMIT $2::int4 FOR NO KEY UPDATE SKIP LOCKED
        """)

    /// Not locked yet: their ids decide the order of locks.
    static let ofOrders = Statement(
        "fulfilment_order_of_orders", "SELECT id FROM fulfilment_order WHERE order_id = ANY($1::uuid[])")

    private static let selectOrders = Statement(
        "fulfilment_order_select",
        """
        SELECT id, order_id, reservation_id, number, site, floor, is_express, state, worker, command, parcel,
               tracking, version, shortage, packings
        FROM fulfilment_order WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE
        """)

    private static let selectLines = Statement(
        "fulfilment_line_select",
        """
        SELECT fulfilment_order_id, line_id, bin, sku, title, barcode, unit_weight, unit_length, unit_width,
               unit_height, quantity, picked, packed, units, cancelled, missing, put_back, put_back_done
        FROM fulfilment_line WHERE fulfilment_order_id = ANY($1::uuid[]) ORDER BY fulfilment_order_id, bin, line_id, sku
        """)

    private static let insertOrders = Statement(
        "fulfilment_order_insert",
        """
        INSERT INTO fulfilment_order (id, order_id, reservation_id, number, site, floor, is_express, state, worker,
                                      command, parcel, tracking, version, shortage, packings, to_put_back)
        SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::uuid[]), unnest($4::text[]), unnest($5::text[]),
               unnest($6::text[]), unnest($7::bool[]), unnest($8::text[]), unnest($9::text[]), unnest($10::jsonb[]),
               unnest($11::jsonb[]), unnest($12::jsonb[]), unnest($13::int8[]), unnest($14::jsonb[]), unnest($15::int4[]),
               unnest($16::int4[])
        """)

    private static let updateOrders = Statement(
        "fulfilment_order_update",
        """
        UPDATE fulfilment_order o SET state = m.state, worker = m.worker, parcel = m.parcel,
            tracking = m.tracking, version = m.version, shortage = m.shortage, packings = m.packings,
            to_put_back = m.to_put_back, updated_at = now()
        FROM (SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::jsonb[]), unnest($5::jsonb[]),
                     unnest($6::int8[]), unnest($7::jsonb[]), unnest($8::int4[]), unnest($9::int4[]))
            AS m (id, state, worker, parcel, tracking, version, shortage, packings, to_put_back)
        WHERE o.id = m.id
        """)

    private static let insertLines = Statement(
        "fulfilment_line_insert",
        """
        INSERT INTO fulfilment_line (fulfilment_order_id, line_id, bin, sku, title, barcode, unit_weight, unit_length,
                                     unit_width, unit_height, quantity, picked, packed, units, cancelled, missing,
                                     put_back, put_back_done)
        SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]),
               unnest($6::text[]), unnest($7::int4[]), unnest($8::int4[]), unnest($9::int4[]), unnest($10::int4[]),
               unnest($11::int4[]), unnest($12::int4[]), unnest($13::int4[]), unnest($14::int4[]), unnest($15::int4[]),
               unnest($16::int4[]), unnest($17::int4[]), unnest($18::int4[])
        """)

    private static let updateLines = Statement(
        "fulfilment_line_update",
        """
        UPDATE fulfilment_line l SET picked = m.picked, packed = m.packed, cancelled = m.cancelled,
            missing = m.missing, put_back = m.put_back, put_back_done = m.put_back_done
        FROM (SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::int4[]), unnest($5::int4[]),
                     unnest($6::int4[]), unnest($7::int4[]), unnest($8::int4[]), unnest($9::int4[]))
            AS m (fulfilment_order_id, line_id, sku, picked, packed, cancelled, missing, put_back, put_back_done)
        WHERE l.fulfilment_order_id = m.fulfilment_order_id AND l.line_id = m.line_id AND l.sku = m.sku
          AND (l.picked, l.packed, l.cancelled, l.missing, l.put_back, l.put_back_done)
              IS DISTINCT FROM (m.picked, m.packed, m.cancelled, m.missing, m.put_back, m.put_back_done)
        """)

    struct Selection {
        let orders: Ticket
        let lines: Ticket
    }

    static func select(_ ids: Set<UUID>, in transaction: inout Transaction) throws -> Selection? {
        guard !ids.isEmpty else { return nil }
        let sorted = Array(ids)
        return Selection(
            orders: try transaction.send(selectOrders, sorted), lines: try transaction.send(selectLines, sorted))
    }

    static func read(
        _ selection: Selection, in transaction: inout Transaction
    ) throws -> Table<UUID, FulfilmentOrder> {
        let orderRows = try transaction.read(selection.orders)
        var lines: [UUID: [FulfilmentLine]] = [:]
        for row in try transaction.read(selection.lines) {
            lines[try row.uuid(0), default: []].append(
                FulfilmentLine(
                    lineID: try row.string(1), bin: try row.string(2), sku: try row.string(3),
                    title: try row.stringOrNil(4), barcode: try row.string(5), weight: try row.int(6),
                    length: try row.int(7), width: try row.int(8), height: try row.int(9), quantity: try row.int(10),
                    units: try row.intOrNil(13), picked: try row.int(11), packed: try row.int(12),
                    cancelled: try row.int(14), missing: try row.int(15), putBack: try row.int(16),
                    putBackDone: try row.int(17)))
        }
        var table = Table<UUID, FulfilmentOrder>()
        for row in orderRows {
            let id = try row.uuid(0)
            guard let state = FulfilmentOrder.State(rawValue: try row.string(7)) else { continue }
            table.load(
                FulfilmentOrder(
                    id: id, orderID: try row.uuid(1), reservationID: try row.uuid(2), number: try row.string(3),
                    site: try row.string(4), floor: FloorKind(rawValue: try row.string(5)),
                    isExpress: try row.bool(6), state: state, worker: try row.stringOrNil(8),
                    command: try CommandReference.parse(try row.json(9)),
                    parcel: try row.jsonOrNil(10).map { try Parcel.parse($0) },
                    tracking: try row.jsonOrNil(11).map { try ParcelTracking.parse($0) },
                    shortage: try row.jsonOrNil(13).map { try SiteShort.parse($0) }, packings: try row.int(14),
                    version: try row.int64(12), lines: lines[id] ?? []), as: id)
        }
        return table
    }

    static func write(_ table: Table<UUID, FulfilmentOrder>, in transaction: inout Transaction) throws {
        let inserted = table.inserted.sorted { $0.id < $1.id }
        let updated = table.updated.sorted { $0.id < $1.id }
        if !inserted.isEmpty {
            try transaction.send(
                insertOrders, inserted.map(\.id), inserted.map(\.orderID), inserted.map(\.reservationID),
                inserted.map(\.number), inserted.map(\.site), inserted.map(\.floor.rawValue),
                inserted.map(\.isExpress), inserted.map(\.state.rawValue), inserted.map(\.worker),
                inserted.map(\.command.postgresJSON), inserted.map { $0.parcel?.postgresJSON },
                inserted.map { $0.tracking?.postgresJSON }, inserted.map(\.version),
                inserted.map { $0.shortage?.postgresJSON }, inserted.map { Int32($0.packings) },
                inserted.map { Int32($0.toPutBack) })
            try insert(lines: inserted.flatMap { order in order.lines.map { (order.id, $0) } }, in: &transaction)
        }
        if !updated.isEmpty {
            try transaction.send(
                updateOrders, updated.map(\.id), updated.map(\.state.rawValue), updated.map(\.worker),
                updated.map { $0.parcel?.postgresJSON }, updated.map { $0.tracking?.postgresJSON },
                updated.map(\.version), updated.map { $0.shortage?.postgresJSON },
                updated.map { Int32($0.packings) }, updated.map { Int32($0.toPutBack) })
            let lines = updated.flatMap { order in order.lines.map { (order.id, $0) } }
            try transaction.send(
                updateLines, lines.map(\.0), lines.map(\.1.lineID), lines.map(\.1.sku),
                lines.map { Int32($0.1.picked) }, lines.map { Int32($0.1.packed) },
                lines.map { Int32($0.1.cancelled) }, lines.map { Int32($0.1.missing) },
                lines.map { Int32($0.1.putBack) }, lines.map { Int32($0.1.putBackDone) })
        }
    }

    private static func insert(
        lines: [(order: UUID, line: FulfilmentLine)], in transaction: inout Transaction
    ) throws {
        guard !lines.isEmpty else { return }
        try transaction.send(
            insertLines, lines.map(\.order), lines.map(\.line.lineID), lines.map(\.line.bin), lines.map(\.line.sku),
            lines.map(\.line.title), lines.map(\.line.barcode), lines.map { Int32($0.line.weight) },
            lines.map { Int32($0.line.length) }, lines.map { Int32($0.line.width) },
            lines.map { Int32($0.line.height) }, lines.map { Int32($0.line.quantity) },
            lines.map { Int32($0.line.picked) }, lines.map { Int32($0.line.packed) },
            lines.map { $0.line.units.map(Int32.init) }, lines.map { Int32($0.line.cancelled) },
            lines.map { Int32($0.line.missing) }, lines.map { Int32($0.line.putBack) },
            lines.map { Int32($0.line.putBackDone) })
    }
}
