import Foundation

/// SplitMix64: a property test that fails prints its seed, and `WAYBILL_TEST_SEED` replays it exactly.
package struct SeededGenerator: RandomNumberGenerator {
    package let seed: UInt64
    private var state: UInt64

    package init(seed: UInt64? = nil) {
        let given = ProcessInfo.processInfo.environment["WAYBILL_TEST_SEED"].flatMap { UInt64($0) }
        self.seed = seed ?? given ?? UInt64.random(in: 1 ... .max)
        state = self.seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A seed of its own for every run, or the one in `WAYBILL_TEST_SEED`; printed so that a failure can be repeated.
    package static func printedSeed(for test: String) -> UInt64 {
        let seed = SeededGenerator().seed
        print("\(test): WAYBILL_TEST_SEED=\(seed)")
        return seed
    }
}
