import Contracts
import FoundationEssentials
import Messaging
import Postgres

/// The rows of the inventory: what a batch needs in one round trip, what it changed in another.
package struct InventoryStore: ServiceStore {
    /// How long changes of an article are gathered before the shops are told.
    let levelDelay: Duration
    /// For how long what is held for an unpaid order is held.
    let unpaidHold: Duration

    package init(levelDelay: Duration = .milliseconds(100), unpaidHold: Duration = .seconds(86_400)) {
        self.levelDelay = levelDelay
        self.unpaidHold = unpaidHold
    }

    package static func noKeys() -> InventoryKeys { InventoryKeys() }

    package func load(_ keys: InventoryKeys, in transaction: inout Transaction) throws -> InventoryRows {
        var rows = InventoryRows()
        rows.levelDelay = levelDelay
        rows.unpaidHold = unpaidHold
        guard !keys.isEmpty else { return rows }
        // Everything is sent before anything is read. Locks come in the order of the house: reservations, which are the
        // order's, then sites and shops, then articles.
        let affected = try affectedReservations(keys, in: &transaction)
        let reservations = try ReservationTickets(keys, affected, in: &transaction)
        let places = try PlaceTickets(locking: keys.changesPlaces, in: &transaction)
        let stock = try StockTickets(keys, in: &transaction)
        try reservations.read(into: &rows, from: &transaction)
        try places.read(into: &rows, from: &transaction)
        try stock.read(into: &rows, from: &transaction)
        return rows
    }

    /// Reservations that no message names: those that wait for goods, and those that a count takes units from. Looked up
    /// first, in a round trip of their own, since they must be locked before their lines are read.
    private func affectedReservations(
        _ keys: InventoryKeys, in transaction: inout Transaction
    ) throws -> Set<UUID> {
        guard !keys.fills.isEmpty || !keys.takings.isEmpty else { return [] }
        let takings = keys.takings.sorted { $0.key < $1.key }
        let waiting = try transaction.send(
            ReservationSQL.findWaiting, keys.fills.sorted(), Int64(FillBackorders.pageSize))
        let holding = try transaction.send(
            ReservationSQL.findHolding, takings.map(\.key.sku), takings.map(\.key.site), takings.map(\.value))
        var found: Set<UUID> = []
        for row in try transaction.read(waiting) { found.insert(try row.uuid(0)) }
        for row in try transaction.read(holding) { found.insert(try row.uuid(0)) }
        return found
    }

    package func save(_ rows: InventoryRows, in transaction: inout Transaction) throws {
        try saveReservations(rows, in: &transaction)
        try saveCatalogue(rows, in: &transaction)
        try saveStock(rows, in: &transaction)
    }
}
