import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// Reservations on their way from the database.
struct ReservationTickets {
    private var rows: Ticket?
    private var lines: Ticket?
    private var backorders: Ticket?
    private var waiting: Ticket?
    private var awaiting: Ticket?

    /// - Parameter affected: reservations that no message names.
    init(_ keys: InventoryKeys, _ affected: Set<UUID>, in transaction: inout Transaction) throws {
        if !keys.reservations.isEmpty || !affected.isEmpty {
            let ids = Array(keys.reservations.union(affected))
            rows = try transaction.send(ReservationSQL.load, ids)
            lines = try transaction.send(ReservationSQL.loadLines, ids)
            backorders = try transaction.send(ReservationSQL.loadBackorders, ids)
            waiting = try transaction.send(ReservationSQL.loadWaiting, ids)
        }
        if !keys.awaited.isEmpty {
            awaiting = try transaction.send(ReservationSQL.loadAwaiting, Array(keys.awaited))
        }
    }

    func read(into inventory: inout InventoryRows, from transaction: inout Transaction) throws {
        if let rows, let lines, let backorders, let waiting {
            var found: [UUID: Reservation] = [:]
            for row in try transaction.read(rows) {
                let reservation = try Reservation(row)
                found[reservation.id] = reservation
            }
            for row in try transaction.read(lines) { found[try row.uuid(0)]?.lines.append(try ReservedLine(row)) }
            for row in try transaction.read(backorders) {
                found[try row.uuid(0)]?.backorders.append(try Backorder(row))
            }
            inventory.reservations = Table(found.values, by: \.id)
            let waiters = try transaction.read(waiting).map { try WaitingReservation($0) }
            inventory.waiting = Table(waiters, by: \.id)
        }
        if let awaiting {
            inventory.awaiting = try transaction.read(awaiting).map { try WaitingReservation($0) }
        }
    }
}

extension InventoryStore {
    func saveReservations(_ rows: InventoryRows, in transaction: inout Transaction) throws {
        let inserted = rows.reservations.inserted.sorted { $0.id.text < $1.id.text }
        let updated = rows.reservations.updated.sorted { $0.id.text < $1.id.text }
        if !inserted.isEmpty {
            try transaction.send(
                ReservationSQL.insert, inserted.map(\.id), inserted.map(\.orderID), inserted.map(\.state.rawValue),
                inserted.map(\.version), inserted.map(\.explanationJSON), inserted.map(\.reason),
                inserted.map(\.parcelsJSON), inserted.map(\.isExpress), inserted.map(\.destinationJSON),
                inserted.map(\.commandJSON), inserted.map { Int32(clamping: $0.round) }, inserted.map(\.historyJSON),
                inserted.map { PostgresTimestamp(microseconds: $0.createdAt.microseconds) })
        }
        let taken = Set(rows.reservations.updates.filter { $1.keepsItsTerms(since: $0) }.map(\.after.id))
        try update(updated.filter { !taken.contains($0.id) }, in: &transaction)
        let lessened = updated.filter { taken.contains($0.id) }
        if !lessened.isEmpty {
            try transaction.send(
                ReservationSQL.take, lessened.map(\.id), lessened.map(\.state.rawValue), lessened.map(\.version),
                lessened.map(\.parcelsJSON))
        }
        try saveLines(of: inserted + updated, in: &transaction)
        try saveBackorders(of: inserted + updated, in: &transaction)
        try saveWaiting(rows.waiting, in: &transaction)
    }

    private func update(_ changed: [Reservation], in transaction: inout Transaction) throws {
        guard !changed.isEmpty else { return }
        try transaction.send(
            ReservationSQL.update, changed.map(\.id), changed.map(\.state.rawValue), changed.map(\.version),
            changed.map(\.explanationJSON), changed.map(\.reason), changed.map(\.parcelsJSON),
            changed.map(\.isExpress), changed.map(\.destinationJSON), changed.map(\.commandJSON),
            changed.map { Int32(clamping: $0.round) }, changed.map(\.historyJSON))
    }

    private func saveLines(of reservations: [Reservation], in transaction: inout Transaction) throws {
        let lines = reservations.flatMap { reservation in
            zip(reservation.lines, reservation.lineKeys).enumerated().map { position, row in
                (id: reservation.id, position: position, line: row.0, key: row.1)
            }
        }
        guard !lines.isEmpty else { return }
        try transaction.send(
            ReservationSQL.saveLines, lines.map(\.id), lines.map(\.key.lineID), lines.map(\.line.key.site),
            lines.map(\.line.key.sku), lines.map { Int32(clamping: $0.position) }, lines.map(\.line.quantity),
            lines.map(\.line.consumed), lines.map(\.line.released), lines.map(\.line.units), lines.map(\.line.perUnit),
            lines.map { Int32(clamping: $0.line.round) }, lines.map(\.line.kept), lines.map(\.key.orderLine))
    }

    private func saveBackorders(
        of reservations: [Reservation], in transaction: inout Transaction
    ) throws {
        let touched = reservations.filter(\.hasWaited)
        guard !touched.isEmpty else { return }
        try transaction.send(ReservationSQL.deleteBackorders, touched.map(\.id))
        let rows = touched.flatMap { reservation in reservation.backorders.map { (reservation, $0) } }
        guard !rows.isEmpty else { return }
        try transaction.send(
            ReservationSQL.insertBackorders, rows.map(\.0.id), rows.map(\.1.lineID), rows.map(\.1.sku),
            rows.map(\.1.quantity), rows.map(\.1.units), rows.map(\.1.perUnit), rows.map(\.1.isWhole),
            rows.map { $1.promisedAt.map { PostgresTimestamp(microseconds: $0.microseconds) } },
            rows.map(\.0.isExpress), rows.map { PostgresTimestamp(microseconds: $0.0.createdAt.microseconds) })
    }

    private func saveWaiting(
        _ waiting: Table<UUID, WaitingReservation>, in transaction: inout Transaction
    ) throws {
        let kept = (waiting.inserted + waiting.updated).sorted { $0.id.text < $1.id.text }
        if !kept.isEmpty {
            try transaction.send(
                ReservationSQL.saveWaiting, kept.map(\.id), kept.map(\.orderID),
                kept.map { PostgresJSON($0.request.jsonBytes) }, kept.map { PostgresJSON($0.command.jsonBytes) },
                kept.map { PostgresJSON($0.unknown.jsonBytes) }, kept.map { Int32(clamping: $0.attempts) })
        }
        let deleted = waiting.deleted
        if !deleted.isEmpty { try transaction.send(ReservationSQL.deleteWaiting, deleted) }
    }
}

extension Reservation {
    fileprivate init(_ row: PostgresRow) throws {
        let state = try row.string(2)
        guard let known = State(rawValue: state) else {
            throw PostgresError(.decoding, "a reservation is in the unknown state \(state)")
        }
        self.init(
            id: try row.uuid(0), orderID: try row.uuid(1), state: known, version: try row.int64(3),
            createdAt: Timestamp(microseconds: try row.timestamp(12)))
        explanation = try row.jsonOrNil(4).map { bytes in try AllocationExplanation.parse(bytes) }
        reason = try row.stringOrNil(5)
        parcels = try [UUID].parse(try row.json(6))
        isExpress = try row.bool(7)
        destination = try row.jsonOrNil(8).map { bytes in try Destination.parse(bytes) } ?? Destination(nil)
        command = try row.jsonOrNil(9).map { bytes in try CommandReference.parse(bytes) }
        round = try row.int(10)
        history = try ReservationHistory.parse(try row.json(11))
    }

    /// What each line is called in its row: what came before V0002 knows one row of an order line at a site, so a further one
    /// has a `line_id` of its own and the order's beside it.
    fileprivate var lineKeys: [(lineID: String, orderLine: String?)] {
        var named: [String: Set<String>] = [:]
        return lines.enumerated().map { position, line in
            guard !named[line.key.site, default: []].insert(line.lineID).inserted else { return (line.lineID, nil) }
            return ("\(line.lineID)\u{1F}\(position)", line.lineID)
        }
    }

    fileprivate var explanationJSON: PostgresJSON? { explanation.map { PostgresJSON($0.jsonBytes) } }
    fileprivate var parcelsJSON: PostgresJSON { PostgresJSON(parcels.jsonBytes) }
    fileprivate var destinationJSON: PostgresJSON { PostgresJSON(destination.jsonBytes) }
    fileprivate var commandJSON: PostgresJSON? { command.map { PostgresJSON($0.jsonBytes) } }
    fileprivate var historyJSON: PostgresJSON { PostgresJSON(history.jsonBytes) }
}

extension ReservedLine {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            lineID: try row.string(1), key: StockKey(sku: try row.string(2), site: try row.string(3)),
            quantity: try row.int(4), units: try row.intOrNil(7), perUnit: try row.int(8), round: try row.int(9),
            consumed: try row.int(5), released: try row.int(6), kept: try row.int(10))
    }
}

extension Backorder {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            lineID: try row.string(1), sku: try row.string(2), quantity: try row.int(3), units: try row.int(4),
            perUnit: try row.int(5), isWhole: try row.bool(6),
            promisedAt: try row.timestampOrNil(7).map { Timestamp(microseconds: $0) })
    }
}

extension WaitingReservation {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            id: try row.uuid(0), orderID: try row.uuid(1), request: try ReserveStock.parse(try row.json(2)),
            command: try CommandReference.parse(try row.json(3)), unknown: try row.array(4),
            attempts: try row.int(5))
    }
}
