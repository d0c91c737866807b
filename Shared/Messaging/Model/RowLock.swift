import FoundationEssentials

/// A row, or what stands for one, that a transaction of a ``ModelledStore`` holds until it ends.
package struct RowLock: Hashable, Sendable {
    package let table: String
    package let key: String

    package init(_ table: String, _ key: String) {
        self.table = table
        self.key = key
    }
}

extension MemoryTable {
    /// The locks on those rows of some keys that are there: what is not there cannot be locked.
    package func locks(_ table: String, _ keys: some Sequence<Key>, _ name: (Key) -> String) -> [RowLock] {
        keys.lazy.filter { self[$0] != nil }.map { RowLock(table, name($0)) }
    }
}
