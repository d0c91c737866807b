import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// SQL of `parcel`.
enum ParcelTable {
    private static let select = Statement(
        "parcel_select",
        """
        SELECT id, order_id, state, command, request, tracking, label, cost, cost_currency, status, scanned_at,
               handed_over_at, polls, version
        FROM parcel WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE
        """)

    private static let insert = Statement(
        "parcel_insert",
        """
        INSERT INTO parcel (id, order_id, state, command, request, tracking, label, cost, cost_currency, status,
                            scanned_at, handed_over_at, polls, version)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::jsonb[], $6::jsonb[], $7::text[],
                             $8::int8[], $9::text[], $10::text[], $11::timestamptz[], $12::timestamptz[], $13::int4[],
                             $14::int8[])
        """)

    private static let update = Statement(
        "parcel_update",
        """
        UPDATE parcel p SET state = m.state, command = m.command, request = m.request, tracking = m.tracking,
            label = m.label, cost = m.cost, cost_currency = m.cost_currency, status = m.status,
            scanned_at = m.scanned_at, handed_over_at = m.handed_over_at, polls = m.polls, version = m.version,
            updated_at = now()
        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::jsonb[], $6::jsonb[], $7::text[], $8::int8[],
                    $9::text[], $10::text[], $11::timestamptz[], $12::timestamptz[], $13::int4[], $14::int8[])
            AS m (id, order_id, state, command, request, tracking, label, cost, cost_currency, status, scanned_at,
                  handed_over_at, polls, version)
        WHERE p.id = m.id
        """)

    static func select(_ ids: Set<UUID>, in transaction: inout Transaction) throws -> Ticket {
        try transaction.send(select, Array(ids))
    }

    static func read(_ ticket: Ticket, in transaction: inout Transaction) throws -> Table<UUID, ShippedParcel> {
        var table = Table<UUID, ShippedParcel>()
        for row in try transaction.read(ticket) {
            guard let state = ShippedParcel.State(rawValue: try row.string(2)) else { continue }
            let parcel = ShippedParcel(
                id: try row.uuid(0), orderID: try row.uuid(1), state: state,
                command: try CommandReference.parse(try row.json(3)),
                request: try row.jsonOrNil(4).map { try BuyLabel.parse($0) },
                tracking: try row.jsonOrNil(5).map { try ParcelTracking.parse($0) }, label: try row.stringOrNil(6),
                cost: try row.int64OrNil(7), costCurrency: try row.stringOrNil(8).map(Currency.init(rawValue:)),
                status: try row.stringOrNil(9).map(TrackingStatus.init(rawValue:)),
                scannedAt: try row.timestampOrNil(10).map(Timestamp.init(microseconds:)),
                handedOverAt: try row.timestampOrNil(11).map(Timestamp.init(microseconds:)),
                polls: try row.int(12), version: try row.int64(13))
            table.load(parcel, as: parcel.id)
        }
        return table
    }

    static func write(_ table: Table<UUID, ShippedParcel>, in transaction: inout Transaction) throws {
        try write(table.inserted, with: insert, in: &transaction)
        try write(table.updated, with: update, in: &transaction)
    }

    private static func write(
        _ unsorted: [ShippedParcel], with statement: Statement, in transaction: inout Transaction
    ) throws {
        guard !unsorted.isEmpty else { return }
        let parcels = unsorted.sorted { $0.id.bytes.lexicographicallyPrecedes($1.id.bytes) }
        try transaction.send(
            statement, parcels.map(\.id), parcels.map(\.orderID), parcels.map(\.state.rawValue),
            parcels.map(\.command.postgresJSON), parcels.map { $0.request?.postgresJSON },
            parcels.map { $0.tracking?.postgresJSON }, parcels.map(\.label), parcels.map(\.cost),
            parcels.map { $0.costCurrency?.rawValue }, parcels.map { $0.status?.rawValue },
            parcels.map { $0.scannedAt?.postgresTimestamp }, parcels.map { $0.handedOverAt?.postgresTimestamp },
            parcels.map { Int32($0.polls) }, parcels.map(\.version))
    }
}
