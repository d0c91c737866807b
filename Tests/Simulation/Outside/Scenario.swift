import Contracts

/// A run, in full: the seed says everything that is not said here.
package struct Scenario: Sendable {
    package var seed: UInt64
    package var orders: Int
    /// The only orders that are placed, when others were found not to matter.
    package var kept: Set<Int>?
    /// The only faults that strike.
    package var faults: Set<Fault>?
    package var mutation: Mutation?

    package init(seed: UInt64, orders: Int = 20, mutation: Mutation? = nil) {
        self.seed = seed
        self.orders = orders
        self.mutation = mutation
    }

    package var indices: [Int] { (0..<orders).filter { kept?.contains($0) ?? true } }
}
