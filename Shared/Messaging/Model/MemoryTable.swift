/// One table of a ``ModelledStore``.
package struct MemoryTable<Key: Hashable & Sendable, Row: Sendable>: Sendable {
    package private(set) var rows: [Key: Row] = [:]

    package init() {}

    package subscript(key: Key) -> Row? { rows[key] }

    /// The rows of some keys, as a batch has them.
    package func select(_ keys: some Sequence<Key>) -> Table<Key, Row> {
        var table = Table<Key, Row>()
        for key in keys {
            if let row = rows[key] { table.load(row, as: key) }
        }
        return table
    }

    /// All rows that fit.
    package func select(where fits: (Row) -> Bool) -> Table<Key, Row> {
        var table = Table<Key, Row>()
        for (key, row) in rows where fits(row) { table.load(row, as: key) }
        return table
    }

    /// Writes what a batch changed.
    /// - Throws: ``MemoryConflict`` for an insert of a key that is there.
    package mutating func write(_ table: Table<Key, Row>) throws {
        try table.forEachChange { key, row, wasLoaded in
            if row != nil, !wasLoaded, rows[key] != nil {
                throw MemoryConflict("a row with the key \(key) is there already")
            }
            rows[key] = row
        }
    }

    /// Writes rows that stay as they are once they are there.
    package mutating func add(_ row: Row, as key: Key) {
        if rows[key] == nil { rows[key] = row }
    }

    package mutating func remove(_ key: Key) {
        rows[key] = nil
    }

    package mutating func set(_ row: Row, as key: Key) {
        rows[key] = row
    }
}
