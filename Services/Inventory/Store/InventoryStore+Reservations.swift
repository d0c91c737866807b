import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// Reservations on their way from the database.
struct ReservationTickets {
    private var rows: Ticket?
    private var lines: Ticket?
    private var waiting: Ticket?
    private var awaiting: Ticket?

    init(_ keys: InventoryKeys, in transaction: inout Transaction) throws {
        if !keys.reservations.isEmpty {
            let ids = Array(keys.reservations)
            rows = try transaction.send(ReservationSQL.load, ids)
            lines = try transaction.send(ReservationSQL.loadLines, ids)
            waiting = try transaction.send(ReservationSQL.loadWaiting, ids)
        }
        if !keys.awaited.isEmpty {
            awaiting = try transaction.send(ReservationSQL.loadAwaiting, Array(keys.awaited))
        }
    }

    func read(into inventory: inout InventoryRows, from transaction: inout Transaction) throws {
        if let rows, let lines, let waiting {
            var found: [UUID: Reservation] = [:]
            for row in try transaction.read(rows) {
                let reservation = try Reservation(row)
                found[reservation.id] = reservation
            }
            for row in try transaction.read(lines) { found[try row.uuid(0)]?.lines.append(try ReservedLine(row)) }
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
                inserted.map(\.parcelsJSON))
        }
        if !updated.isEmpty {
            try transaction.send(
                ReservationSQL.update, updated.map(\.id), updated.map(\.state.rawValue), updated.map(\.version),
                updated.map(\.explanationJSON), updated.map(\.reason), updated.map(\.parcelsJSON))
        }
        try saveLines(of: inserted + updated, in: &transaction)
        try saveWaiting(rows.waiting, in: &transaction)
    }

    private func saveLines(of reservations: [Reservation], in transaction: inout Transaction) throws {
        let lines = reservations.flatMap { reservation in
            reservation.lines.enumerated().map { (id: reservation.id, position: $0.offset, line: $0.element) }
        }
        guard !lines.isEmpty else { return }
        try transaction.send(
            ReservationSQL.saveLines, lines.map(\.id), lines.map(\.line.lineID), lines.map(\.line.key.site),
            lines.map(\.line.key.sku), lines.map { Int16(clamping: $0.position) }, lines.map(\.line.quantity),
            lines.map(\.line.consumed), lines.map(\.line.released))
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
        self.init(id: try row.uuid(0), orderID: try row.uuid(1), state: known, version: try row.int64(3))
        explanation = try row.jsonOrNil(4).map { bytes in try AllocationExplanation.parse(bytes) }
        reason = try row.stringOrNil(5)
        parcels = try [UUID].parse(try row.json(6))
    }

    fileprivate var explanationJSON: PostgresJSON? { explanation.map { PostgresJSON($0.jsonBytes) } }
    fileprivate var parcelsJSON: PostgresJSON { PostgresJSON(parcels.jsonBytes) }
}

extension ReservedLine {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            lineID: try row.string(1), key: StockKey(sku: try row.string(2), site: try row.string(3)),
            quantity: try row.int(4), consumed: try row.int(5), released: try row.int(6))
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
