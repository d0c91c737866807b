import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// SQL of `returnable_line`.
enum ReturnableLineTable {
    private static let select = Statement(
        "returnable_line_select",
        """
        SELECT parcel_id, line_id, order_id, sku, delivered_quantity, returned_quantity, delivered_at,
               returnable_until, policy_version, version, contents, unit_weight, site, sets
        FROM returnable_line WHERE parcel_id = ANY($1::uuid[]) ORDER BY parcel_id, line_id FOR NO KEY UPDATE
        """)

    /// With all lines of orders, named or found by their returns and refunds.
    private static let selectAll = Statement(
        "returnable_line_select_all",
        """
        SELECT parcel_id, line_id, order_id, sku, delivered_quantity, returned_quantity, delivered_at,
               returnable_until, policy_version, version, contents, unit_weight, site, sets
        FROM returnable_line
        WHERE parcel_id = ANY($1::uuid[]) OR order_id = ANY(ARRAY(
            SELECT unnest($2::uuid[])
            UNION SELECT order_id FROM rma WHERE id = ANY($3::uuid[])
            UNION SELECT r.order_id FROM rma_settlement s JOIN rma r ON r.id = s.rma_id WHERE s.id = ANY($4::uuid[])))
        ORDER BY parcel_id, line_id FOR NO KEY UPDATE
        """)

    private static let insert = Statement(
        "returnable_line_insert",
        """
        INSERT INTO returnable_line (parcel_id, line_id, order_id, sku, delivered_quantity, returned_quantity,
                                     delivered_at, returnable_until, policy_version, version, contents,
                                     unit_weight, site, sets)
        SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::uuid[]), unnest($4::text[]), unnest($5::int4[]),
               unnest($6::int4[]), unnest($7::timestamptz[]), unnest($8::timestamptz[]), unnest($9::int4[]),
               unnest($10::int8[]), unnest($11::jsonb[]), unnest($12::int4[]), unnest($13::text[]), unnest($14::int4[])
        """)

    /// What was delivered, when and under which policy never changes.
    private static let update = Statement(
        "returnable_line_update",
        """
        UPDATE returnable_line l SET returned_quantity = m.returned_quantity, version = m.version, updated_at = now()
        FROM (SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::int4[]), unnest($4::int8[]))
            AS m (parcel_id, line_id, returned_quantity, version)
        WHERE l.parcel_id = m.parcel_id AND l.line_id = m.line_id
        """)

    static func select(_ keys: ReturnsStore.Keys, in transaction: inout Transaction) throws -> Ticket {
        guard keys.needsReturns else { return try transaction.send(select, Array(keys.parcels)) }
        return try transaction.send(
            selectAll, Array(keys.parcels), Array(keys.wholeOrders), Array(keys.returns), Array(keys.refunds))
    }

    static func read(
        _ ticket: Ticket, in transaction: inout Transaction
    ) throws -> Table<ReturnableLine.Key, ReturnableLine> {
        var table = Table<ReturnableLine.Key, ReturnableLine>()
        for row in try transaction.read(ticket) {
            let line = ReturnableLine(
                key: .init(parcelID: try row.uuid(0), lineID: try row.string(1)), orderID: try row.uuid(2),
                sku: try row.string(3), deliveredQuantity: try row.int(4), returnedQuantity: try row.int(5),
                deliveredAt: Timestamp(microseconds: try row.timestamp(6)),
                returnableUntil: Timestamp(microseconds: try row.timestamp(7)), policyVersion: try row.int(8),
                sets: try row.intOrNil(13), contents: try [UnitContent].parse(try row.json(10)),
                unitWeight: try row.int(11),
                site: try row.string(12), version: try row.int64(9))
            table.load(line, as: line.key)
        }
        return table
    }

    static func write(
        _ table: Table<ReturnableLine.Key, ReturnableLine>, in transaction: inout Transaction
    ) throws {
        let inserted = sorted(table.inserted)
        if !inserted.isEmpty {
            try transaction.send(
                insert, inserted.map(\.key.parcelID), inserted.map(\.key.lineID), inserted.map(\.orderID),
                inserted.map(\.sku), inserted.map { Int32($0.deliveredQuantity) },
                inserted.map { Int32($0.returnedQuantity) }, inserted.map(\.deliveredAt.postgresTimestamp),
                inserted.map(\.returnableUntil.postgresTimestamp), inserted.map { Int32($0.policyVersion) },
                inserted.map(\.version), inserted.map(\.contents.postgresJSON),
                inserted.map { Int32(clamping: $0.unitWeight) }, inserted.map(\.site),
                inserted.map { Int32(clamping: $0.sets) })
        }
        let updated = sorted(table.updated)
        if !updated.isEmpty {
            try transaction.send(
                update, updated.map(\.key.parcelID), updated.map(\.key.lineID),
                updated.map { Int32($0.returnedQuantity) }, updated.map(\.version))
        }
    }

    private static func sorted(_ lines: [ReturnableLine]) -> [ReturnableLine] {
        lines.sorted {
            $0.key.parcelID == $1.key.parcelID
                ? $0.key.lineID < $1.key.lineID
                : $0.key.parcelID < $1.key.parcelID
        }
    }
}
