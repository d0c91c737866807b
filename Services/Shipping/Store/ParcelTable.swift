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
               handed_over_at, polls, version, is_return, carrier, purchase, refused_epoch
        FROM parcel WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE
        """)

    private static let insert = Statement(
        "parcel_insert",
        """
        INSERT INTO parcel (id, order_id, state, command, request, tracking, label, cost, cost_currency, status,
                            scanned_at, handed_over_at, polls, version, is_return, carrier, purchase, refused_epoch)
        SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::text[]), unnest($4::jsonb[]), unnest($5::jsonb[]),
               unnest($6::jsonb[]), unnest($7::text[]), unnest($8::int8[]), unnest($9::text[]), unnest($10::text[]),
               unnest($11::timestamptz[]), unnest($12::timestamptz[]), unnest($13::int4[]), unnest($14::int8[]),
               unnest($15::bool[]), unnest($16::text[]), unnest($17::int4[]), unnest($18::int4[])
        """)

    private static let update = Statement(
        "parcel_update",
        """
        UPDATE parcel p SET state = m.state, command = m.command, request = m.request, tracking = m.tracking,
            label = m.label, cost = m.cost, cost_currency = m.cost_currency, status = m.status,
            scanned_at = m.scanned_at, handed_over_at = m.handed_over_at, polls = m.polls, version = m.version,
            is_return = m.is_return, carrier = m.carrier, purchase = m.purchase, refused_epoch = m.refused_epoch,
            updated_at = now()
        FROM (SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::text[]), unnest($4::jsonb[]), unnest($5::jsonb[]),
                     unnest($6::jsonb[]), unnest($7::text[]), unnest($8::int8[]), unnest($9::text[]), unnest($10::text[]),
                     unnest($11::timestamptz[]), unnest($12::timestamptz[]), unnest($13::int4[]), unnest($14::int8[]),
                     unnest($15::bool[]), unnest($16::text[]), unnest($17::int4[]), unnest($18::int4[]))
            AS m (id, order_id, state, command, request, tracking, label, cost, cost_currency, status, scanned_at,
                  handed_over_at, polls, version, is_return, carrier, purchase, refused_epoch)
        WHERE p.id = m.id
        """)

    /// A parcel whose label was bought, refused or voided: what was asked for, the largest document of the row, stays as it is.
    private static let amend = Statement(
        "parcel_amend",
        """
        UPDATE parcel p SET state = m.state, tracking = m.tracking, label = m.label, cost = m.cost,
            cost_currency = m.cost_currency, status = m.status, scanned_at = m.scanned_at,
            handed_over_at = m.handed_over_at, polls = m.polls, version = m.version, is_return = m.is_return,
            carrier = m.carrier, purchase = m.purchase, refused_epoch = m.refused_epoch, updated_at = now()
        FROM (SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::jsonb[]), unnest($4::text[]), unnest($5::int8[]),
                     unnest($6::text[]), unnest($7::text[]), unnest($8::timestamptz[]), unnest($9::timestamptz[]),
                     unnest($10::int4[]), unnest($11::int8[]), unnest($12::bool[]), unnest($13::text[]),
                     unnest($14::int4[]), unnest($15::int4[]))
            AS m (id, state, tracking, label, cost, cost_currency, status, scanned_at, handed_over_at, polls, version,
                  is_return, carrier, purchase, refused_epoch)
        WHERE p.id = m.id
        """)

    /// A parcel on its way: its papers, most of the row, stay as they are.
    private static let move = Statement(
        "parcel_move",
        """
        UPDATE parcel p SET state = m.state, status = m.status, scanned_at = m.scanned_at,
            handed_over_at = m.handed_over_at, polls = m.polls, version = m.version, updated_at = now()
        FROM (SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::timestamptz[]),
                     unnest($5::timestamptz[]), unnest($6::int4[]), unnest($7::int8[]))
            AS m (id, state, status, scanned_at, handed_over_at, polls, version)
        WHERE p.id = m.id
        """)

    private static let senders = Statement(
        "parcel_senders",
        """
        SELECT order_id, request -> 'parcel' ->> 'site', request -> 'shipFrom' FROM parcel
        WHERE order_id = ANY($1::uuid[]) AND request IS NOT NULL AND NOT is_return ORDER BY order_id, id
        """)

    static func select(_ ids: Set<UUID>, in transaction: inout Transaction) throws -> Ticket {
        try transaction.send(select, Array(ids))
    }

    static func read(_ ticket: Ticket, in transaction: inout Transaction) throws -> Table<UUID, ShippedParcel> {
        var table = Table<UUID, ShippedParcel>()
        for row in try transaction.read(ticket) {
            guard let state = ShippedParcel.State(rawValue: try row.string(2)) else { continue }
            var parcel = ShippedParcel(
                id: try row.uuid(0), orderID: try row.uuid(1), state: state,
                command: try CommandReference.parse(try row.json(3)),
                request: try row.jsonOrNil(4).map { try BuyLabel.parse($0) })
            parcel.tracking = try row.jsonOrNil(5).map { try ParcelTracking.parse($0) }
            parcel.label = try row.stringOrNil(6)
            parcel.cost = try row.int64OrNil(7)
            parcel.costCurrency = try row.stringOrNil(8).map(Currency.init(rawValue:))
            parcel.status = try row.stringOrNil(9).map(TrackingStatus.init(rawValue:))
            parcel.scannedAt = try row.timestampOrNil(10).map(Timestamp.init(microseconds:))
            parcel.handedOverAt = try row.timestampOrNil(11).map(Timestamp.init(microseconds:))
            parcel.polls = try row.int(12)
            parcel.version = try row.int64(13)
            parcel.isReturn = try row.bool(14)
            // From before there were several: the first.
            parcel.carrier = try row.stringOrNil(15) ?? parcel.carrier
            parcel.purchase = try row.int(16)
            parcel.refusedEpoch = try row.intOrNil(17)
            table.load(parcel, as: parcel.id)
        }
        return table
    }

    static func selectSenders(_ orders: Set<UUID>, in transaction: inout Transaction) throws -> Ticket {
        try transaction.send(senders, Array(orders))
    }

    static func readSenders(
        _ ticket: Ticket, in transaction: inout Transaction
    ) throws -> [UUID: [ShippingStore.Sender]] {
        var senders: [UUID: [ShippingStore.Sender]] = [:]
        for row in try transaction.read(ticket) {
            senders[try row.uuid(0), default: []].append(
                ShippingStore.Sender(site: try row.string(1), address: try Address.parse(try row.json(2))))
        }
        return senders
    }

    static func write(_ table: Table<UUID, ShippedParcel>, in transaction: inout Transaction) throws {
        try write(table.inserted, with: insert, in: &transaction)
        // Of each the whole is compared, hence once.
        var (changed, amended, moved): ([ShippedParcel], [ShippedParcel], [ShippedParcel]) = ([], [], [])
        for (before, after) in table.updates {
            if after.hasOnlyMoved(since: before) {
                moved.append(after)
            } else if after.answersTheSame(as: before) {
                amended.append(after)
            } else {
                changed.append(after)
            }
        }
        try write(changed, with: update, in: &transaction)
        try amend(amended, in: &transaction)
        moved = sorted(moved)
        guard !moved.isEmpty else { return }
        try transaction.send(
            move, moved.map(\.id), moved.map(\.state.rawValue), moved.map { $0.status?.rawValue },
            moved.map { $0.scannedAt?.postgresTimestamp }, moved.map { $0.handedOverAt?.postgresTimestamp },
            moved.map { Int32($0.polls) }, moved.map(\.version))
    }

    private static func amend(_ unsorted: [ShippedParcel], in transaction: inout Transaction) throws {
        guard !unsorted.isEmpty else { return }
        let parcels = sorted(unsorted)
        try transaction.send(
            amend, parcels.map(\.id), parcels.map(\.state.rawValue), parcels.map { $0.tracking?.postgresJSON },
            parcels.map(\.label), parcels.map(\.cost), parcels.map { $0.costCurrency?.rawValue },
            parcels.map { $0.status?.rawValue }, parcels.map { $0.scannedAt?.postgresTimestamp },
            parcels.map { $0.handedOverAt?.postgresTimestamp }, parcels.map { Int32($0.polls) },
            parcels.map(\.version), parcels.map(\.isReturn), parcels.map(\.carrier),
            parcels.map { Int32($0.purchase) }, parcels.map { $0.refusedEpoch.map { Int32(clamping: $0) } })
    }

    private static func sorted(_ parcels: [ShippedParcel]) -> [ShippedParcel] {
        parcels.sorted { $0.id < $1.id }
    }

    private static func write(
        _ unsorted: [ShippedParcel], with statement: Statement, in transaction: inout Transaction
    ) throws {
        guard !unsorted.isEmpty else { return }
        let parcels = sorted(unsorted)
        try transaction.send(
            statement, parcels.map(\.id), parcels.map(\.orderID), parcels.map(\.state.rawValue),
            parcels.map(\.command.postgresJSON), parcels.map { $0.request?.postgresJSON },
            parcels.map { $0.tracking?.postgresJSON }, parcels.map(\.label), parcels.map(\.cost),
            parcels.map { $0.costCurrency?.rawValue }, parcels.map { $0.status?.rawValue },
            parcels.map { $0.scannedAt?.postgresTimestamp }, parcels.map { $0.handedOverAt?.postgresTimestamp },
            parcels.map { Int32($0.polls) }, parcels.map(\.version), parcels.map(\.isReturn),
            parcels.map(\.carrier), parcels.map { Int32($0.purchase) },
            parcels.map { $0.refusedEpoch.map { Int32(clamping: $0) } })
    }
}
