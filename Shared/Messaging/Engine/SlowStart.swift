import Synchronization

/// Asks the batch worker to begin with a batch of one again, from whatever thread noticed the new connection.
final class SlowStart: Sendable {
    private let isRequested = Atomic<Bool>(true)

    func request() {
        isRequested.store(true, ordering: .relaxed)
    }

    /// - Returns: whether it was requested since the last call.
    func take() -> Bool {
        isRequested.exchange(false, ordering: .relaxed)
    }
}
