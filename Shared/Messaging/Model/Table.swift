/// The rows of one SQL table that a batch has loaded and locked, with what the handlers changed of them.
///
/// A value: a handler that throws leaves no trace, because the batch is decided again from the copy before it.
public struct Table<Key: Hashable & Sendable, Row: Sendable>: Sendable {
    private var loaded: [Key: Row] = [:]
    private var current: [Key: Row] = [:]
    private var touched: Set<Key> = []

    public init() {}

    /// - Parameter rows: as they stand in the database, one per key.
    public init(_ rows: some Sequence<Row>, by key: (Row) -> Key) {
        for row in rows { load(row, as: key(row)) }
    }

    /// Adds a row as it stands in the database.
    public mutating func load(_ row: Row, as key: Key) {
        loaded[key] = row
        current[key] = row
    }

    /// Setting a row that was loaded updates it, setting another inserts it, setting nil deletes it.
    public subscript(key: Key) -> Row? {
        get { current[key] }
        set {
            current[key] = newValue
            touched.insert(key)
        }
    }

    public var rows: Dictionary<Key, Row>.Values { current.values }
    public var keys: Dictionary<Key, Row>.Keys { current.keys }

    /// Rows to insert, to update, and keys to delete. Whoever writes them sorts them by key first, since every
    /// writer must take locks in one order.
    public var inserted: [Row] { touched.compactMap { loaded[$0] == nil ? current[$0] : nil } }
    public var updated: [Row] { touched.compactMap { loaded[$0] == nil ? nil : current[$0] } }
    public var deleted: [Key] { touched.filter { loaded[$0] != nil && current[$0] == nil } }
    /// Rows to update beside what they were, for a store that writes large columns only when they have changed.
    public var updates: [(before: Row, after: Row)] {
        touched.compactMap { key in
            guard let before = loaded[key], let after = current[key] else { return nil }
            return (before, after)
        }
    }
    /// Of all three.
    public var changed: Set<Key> { touched }

    /// Every change by its key, for a store that keeps its rows in memory.
    package func forEachChange(_ body: (_ key: Key, _ row: Row?, _ wasLoaded: Bool) throws -> Void) rethrows {
        for key in touched { try body(key, current[key], loaded[key] != nil) }
    }
}
