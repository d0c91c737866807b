/// A condition did not come true in time.
package struct WaitedTooLong: Error, CustomStringConvertible {
    package let description: String
}

/// Asks again and again until the condition holds, instead of sleeping and hoping. The deadline is long because it costs only
/// those who fail: on two cores, with the whole suite beside it, what takes a second alone may take a minute.
/// - Throws: ``WaitedTooLong`` at the deadline, or what the condition throws.
package func waitUntil(
    _ what: String, within deadline: Duration = .seconds(180), every interval: Duration = .milliseconds(20),
    _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + deadline
    while try await !condition() {
        guard ContinuousClock.now < end else { throw WaitedTooLong(description: "waited \(deadline) for: \(what)") }
        try await Task.sleep(for: interval)
    }
}
