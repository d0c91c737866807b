/// A store whose rows can also be kept in memory: what the simulation has in place of the database.
///
/// The same keys give the same rows, and a write is refused under the same conditions; the SQL beside it is the other half
/// of the pair, so that whoever changes one has the other before their eyes.
package protocol ModelledStore: ServiceStore {
    /// All rows of the service. A value: a transaction that is not committed leaves no trace.
    associatedtype Memory: Sendable

    var emptyMemory: Memory { get }
    /// What ``ServiceStore/load(_:in:)`` locks, so that two transactions of one service can be modelled side by side: all
    /// locks are had at once, since there is one order of locks, and nothing is read before.
    func locks(_ keys: Keys, in memory: Memory) -> Set<RowLock>
    func load(_ keys: Keys, from memory: Memory) throws -> Rows
    /// - Throws: ``MemoryConflict`` where the database would refuse the write.
    func save(_ rows: Rows, into memory: inout Memory) throws
}

/// What the database answers to a write that must not be.
package struct MemoryConflict: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
