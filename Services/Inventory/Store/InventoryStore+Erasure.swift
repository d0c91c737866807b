import FoundationEssentials
import Postgres

extension InventoryStore {
    private static let waiting = Statement(
        "inventory_erasure", "DELETE FROM reservation_waiting WHERE order_id = ANY($1::uuid[])")

    /// Where it went, to about a kilometre.
    private static let destinations = Statement(
        "inventory_erasure_destination", "UPDATE reservation SET destination = NULL WHERE order_id = ANY($1::uuid[])")

    package func erasePersonalData(of orderIDs: [UUID], in transaction: inout Transaction) throws {
        try transaction.send(Self.waiting, orderIDs)
        try transaction.send(Self.destinations, orderIDs)
    }
}
