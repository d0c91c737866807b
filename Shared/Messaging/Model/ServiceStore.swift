public import FoundationEssentials
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

    /// Told after the commit of all rows of a batch, saved or only loaded, before it is asked to load again: what it may
    /// remember from now on.
    func committed(_ rows: Rows)

    /// Told before the first load by a new session, which may be with a database that has lost what was committed, or
    /// numbers its transactions anew: what it remembers counts no more.
    func forget()

    /// Told again and again while nothing comes in: what it remembers may be older than it is worth.
    func rest()

    /// How many messages of the service's admission queue may be begun now, asked before each batch.
    var admits: Int { get }

    /// Whether the service keeps a log of its own of every message that it sends; the engine keeps one for the others.
    static var logsWhatItSends: Bool { get }

    /// Takes a person out of the service's own rows of some orders; `erased` is a function of the schema. The engine does
    /// the same with its tables, in the same transaction.
    /// - Throws: a ``HandlerError`` when an order is not finished.
    func erasePersonalData(of orderIDs: [UUID], in transaction: inout Transaction) throws
}

extension ServiceStore {
    public static var logsWhatItSends: Bool { false }

    /// For a service that remembers nothing.
    public func committed(_ rows: Rows) {}

    public func forget() {}

    public func rest() {}

    /// For a service without an admission queue.
    public var admits: Int { .max }

    /// For a service that keeps none.
    public func erasePersonalData(of orderIDs: [UUID], in transaction: inout Transaction) throws {}
}
