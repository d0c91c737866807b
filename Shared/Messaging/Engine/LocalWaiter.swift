import Synchronization

/// Whoever handed a message in locally and waits for its commit. Resumed exactly once: a waiter that the engine drops,
/// because it stops, is told so.
final class LocalWaiter: Sendable {
    let since = ContinuousClock.now
    private let continuation: Mutex<CheckedContinuation<LocalReceipt, any Error>?>

    init(_ continuation: CheckedContinuation<LocalReceipt, any Error>) {
        self.continuation = Mutex(continuation)
    }

    deinit {
        resume(with: .failure(EngineStopped()))
    }

    func resume(with result: Result<LocalReceipt, any Error>) {
        let waiting = continuation.withLock { stored in
            defer { stored = nil }
            return stored
        }
        waiting?.resume(with: result)
    }
}

/// Nothing can be committed at present: the broker blocks publishers, or the database is away or slow.
public struct EngineBusy: Error, CustomStringConvertible {
    public init() {}

    public var description: String { "nothing can be taken at present; try again later" }
}

/// The engine stopped before a local message was committed.
public struct EngineStopped: Error, CustomStringConvertible {
    public init() {}

    public var description: String { "the service is stopping; nothing was taken" }
}
