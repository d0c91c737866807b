import Messaging

/// A transaction under way: what it is to do, whose it is, and what it has decided and not committed yet.
final class Batch {
    let number: Int
    let work: [Work]
    let owner: SimulatedService.Owner
    /// Of the work, what was not done before.
    var fresh: [Work] = []
    var decided: Decided?
    /// Set when it could not be decided as a whole.
    var error: (any Error)?
    /// How often it had to begin again.
    var attempts = 0

    init(_ number: Int, _ work: [Work], _ owner: SimulatedService.Owner) {
        self.number = number
        self.work = work
        self.owner = owner
    }

    var first: Work { work[0] }

    func reset() {
        fresh = []
        decided = nil
        error = nil
    }
}

/// Which transaction holds which rows, and who waits for them.
struct RowLocks {
    private var holders: [RowLock: Int] = [:]
    private var held: [Int: [RowLock]] = [:]
    /// In the order in which they came.
    private(set) var waiting: [Batch] = []

    /// All or none.
    mutating func acquire(_ locks: Set<RowLock>, for batch: Batch) -> Bool {
        guard locks.allSatisfy({ holders[$0] == nil || holders[$0] == batch.number }) else {
            waiting.append(batch)
            return false
        }
        for lock in locks where holders[lock] == nil {
            holders[lock] = batch.number
            held[batch.number, default: []].append(lock)
        }
        return true
    }

    /// - Returns: who waited, and may try again.
    mutating func release(_ batch: Batch) -> [Batch] {
        for lock in held.removeValue(forKey: batch.number) ?? [] { holders[lock] = nil }
        defer { waiting = [] }
        return waiting
    }
}
