/// The time as a ``ChannelLink`` has it, so that tests need not wait.
package struct LinkClock: Sendable {
    package let now: @Sendable () -> ContinuousClock.Instant
    package let pause: @Sendable (Duration) async throws -> Void

    package static let system = LinkClock(now: { .now }, pause: { try await Task.sleep(for: $0) })

    package init(
        now: @escaping @Sendable () -> ContinuousClock.Instant,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.pause = pause
    }
}
