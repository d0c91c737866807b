/// A condition that did not come true in time.
struct NeverHappened: Error {}

/// Waits until `condition` gives a value.
@discardableResult
func eventually<Value>(
    within patience: Duration = .seconds(180), _ condition: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + patience
    while ContinuousClock.now < deadline {
        if let value = try await condition() { return value }
        try await Task.sleep(for: .milliseconds(5))
    }
    throw NeverHappened()
}
