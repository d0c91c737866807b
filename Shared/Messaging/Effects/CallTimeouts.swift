import Synchronization

/// Tells calls that their time is up. All have the same time, so that one task sleeps for them all: a timer for each would
/// cost more than many a call.
final class CallTimeouts: Sendable {
    private struct Waiter {
        let deadline: ContinuousClock.Instant
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var waiters: [Int: Waiter] = [:]
        var next = 0
    }

    private let state = Mutex(State())
    private let timeout: Duration

    init(_ timeout: Duration) {
        self.timeout = timeout
    }

    /// Returns when the time is up that begins now, or at once when the task is cancelled.
    func wait() async {
        let deadline = ContinuousClock.now + timeout
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isWaiting = state.withLock { state in
                    // Who cancels looks for the waiter afterwards, and under the lock: it is either found or not made.
                    guard !Task.isCancelled else { return false }
                    state.waiters[id] = Waiter(deadline: deadline, continuation: continuation)
                    return true
                }
                if !isWaiting { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.continuation.resume()
        }
    }

    /// Keeps the time until it is cancelled.
    func run() async {
        while !Task.isCancelled {
            let now = ContinuousClock.now
            let (next, overdue) = state.withLock { state in
                let overdue = state.waiters.filter { $0.value.deadline <= now }
                for id in overdue.keys { state.waiters[id] = nil }
                return (state.waiters.values.map(\.deadline).min(), overdue.values)
            }
            for waiter in overdue { waiter.continuation.resume() }
            // Whoever comes meanwhile has as much time as there is at most.
            do { try await Task.sleep(until: next ?? now + timeout, clock: .continuous) } catch { return }
        }
    }
}
