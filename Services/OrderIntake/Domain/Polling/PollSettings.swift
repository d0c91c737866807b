/// When shops are asked.
package struct PollSettings: Hashable, Sendable {
    /// From the end of one round to the next, for shops whose connection says nothing else.
    package var every: Duration
    /// How long webhooks may take: what is newer is left to them, so that what a poll finds is what they lost.
    package var grace: Duration
    /// From one census to the next, and how much of the past it counts.
    package var censusEvery: Duration

    package init(
        every: Duration = .seconds(60), grace: Duration = .seconds(120), censusEvery: Duration = .seconds(86_400)
    ) {
        self.every = every
        self.grace = grace
        self.censusEvery = censusEvery
    }
}
