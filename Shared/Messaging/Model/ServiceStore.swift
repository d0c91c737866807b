public import Postgres

/// The rows of a service: which a batch needs, how they are read and locked, how changes are written.
///
/// SQL lives here and nowhere else. The lock order of the whole system is: inbox, order, site, SKU, outbox; rows of one
/// table are locked in the order of their keys. An instance may hold settings and put them into the rows.
public protocol ServiceStore: Sendable {
    /// The working set of a batch: usually a few ``Table``s.
    associatedtype Rows: Sendable
    /// What the messages of a batch need, gathered over all of them.
    associatedtype Keys: Sendable

    static func noKeys() -> Keys

    /// Loads and locks. To keep a batch at two round trips, send every statement before reading the first result.
    func load(_ keys: Keys, in transaction: inout Transaction) throws -> Rows

    /// Writes what changed, set by set.
    func save(_ rows: Rows, in transaction: inout Transaction) throws
}
