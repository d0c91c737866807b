import Contracts
import FoundationEssentials
import Messaging
import Postgres

/// The rows of the inventory: what a batch needs in one round trip, what it changed in another.
package struct InventoryStore: ServiceStore {
    /// How long changes of an article are gathered before the shops are told.
    let levelDelay: Duration

    package init(levelDelay: Duration = .milliseconds(500)) {
        self.levelDelay = levelDelay
    }

    package static func noKeys() -> InventoryKeys { InventoryKeys() }

    package func load(_ keys: InventoryKeys, in transaction: inout Transaction) throws -> InventoryRows {
        var rows = InventoryRows()
        rows.levelDelay = levelDelay
        guard !keys.isEmpty else { return rows }
        // Everything is sent before anything is read. Locks come in the order of the house: reservations, which are the
        // order's, then sites and shops, then articles.
        let reservations = try ReservationTickets(keys, in: &transaction)
        let places = try PlaceTickets(locking: keys.changesPlaces, in: &transaction)
        let stock = try StockTickets(keys, in: &transaction)
        try reservations.read(into: &rows, from: &transaction)
        try places.read(into: &rows, from: &transaction)
        try stock.read(into: &rows, from: &transaction)
        return rows
    }

    package func save(_ rows: InventoryRows, in transaction: inout Transaction) throws {
        try saveReservations(rows, in: &transaction)
        try saveCatalogue(rows, in: &transaction)
        try saveStock(rows, in: &transaction)
    }
}
