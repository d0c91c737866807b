import TestSupport

/// What is to be done, and how much of it.
package struct ChaosOptions: Sendable {
    package var seed: UInt64
    /// How long faults go on to be injected, in whole rounds of what was chosen at least once.
    package var minutes: Int
    /// In the order in which they come first.
    package var faults: [Fault]
    /// At least, over all faults; as many undisturbed.
    package var orders = 1000
    /// Messages of a flood.
    package var flood = 50_000
    /// How long it may stand still before everything is at rest: how long it goes on is no matter of right and wrong, and
    /// a flood takes its time.
    package var patience = Duration.seconds(180)
    /// What goes on for longer goes on for ever.
    package var limit = Duration.seconds(900)

    /// - Parameter pick: so many faults by the seed; all of those named when nil.
    package init(seed: UInt64, minutes: Int, faults: [Fault] = Fault.all, pick: Int? = nil) {
        self.seed = seed
        self.minutes = minutes
        self.faults = faults
        if let pick {
            var random = SeededGenerator(seed: seed)
            self.faults = Array(faults.shuffled(using: &random).prefix(pick))
        }
    }

    /// Enough that the fault finds some half way.
    var ordersPerFault: Int { max(60, (orders + faults.count - 1) / max(1, faults.count)) }
}
