import Glibc
import Synchronization

/// The life of a thread that owns a connection, and all that other threads may do to it: start it once, wake it, ask
/// it to stop, wait for its end, and cut its socket when it hangs in a write.
final class ConnectionLoop: Sendable {
    private enum Phase {
        case idle
        case running
        case finished
    }

    private struct State {
        var phase = Phase.idle
        var isClosing = false
        /// Set only while the connection that owns the descriptor is alive.
        var socket: Int32?
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let waker = Waker()
    private let state = Mutex(State())

    func wake() { waker.wake() }

    /// Starts the thread and waits for its end. Cancellation asks it to stop.
    ///
    /// - Throws: what the body threw; `.closed` when this is not the first run.
    func run(
        threadName: String, _ body: @escaping @Sendable () throws(AMQPError) -> Void
    ) async throws(AMQPError) {
        let isFirst = state.withLock { state in
            guard state.phase == .idle else { return false }
            state.phase = .running
            return true
        }
        guard isFirst else { throw AMQPError(.closed, "it runs only once") }
        guard waker.isValid else { throw AMQPError(.resources, "no descriptor left for an eventfd", isRetriable: true) }

        let result: Result<Void, AMQPError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                do throws(AMQPError) {
                    try OwnedThread.start(name: threadName) {
                        do throws(AMQPError) {
                            try body()
                            continuation.resume(returning: .success(()))
                        } catch {
                            continuation.resume(returning: .failure(error))
                        }
                    }
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        } onCancel: {
            requestClose()
        }
        let waiters = state.withLock { state in
            state.phase = .finished
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
        try result.get()
    }

    var isClosing: Bool { state.withLock { $0.isClosing } }
    var isConnected: Bool { state.withLock { $0.socket != nil } }

    func requestClose() {
        state.withLock { $0.isClosing = true }
        wake()
    }

    /// Asks the thread to stop and waits until it has. Where it does not within `patience`, because the broker reads
    /// nothing and a write hangs, its socket is cut.
    func close(patience: Duration = .seconds(5)) async {
        requestClose()
        await withTaskGroup { group in
            group.addTask { await self.waitUntilFinished() }
            group.addTask {
                do {
                    try await Task.sleep(for: patience)
                    self.cutSocket()
                } catch {
                    // Cancelled below, because the thread has stopped in time.
                }
            }
            await group.next()
            group.cancelAll()
            await group.waitForAll()
        }
    }

    private func waitUntilFinished() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                guard state.phase == .running else { return true }
                state.waiters.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    private func cutSocket() {
        // Under the lock, so that the descriptor cannot be closed and given to somebody else in between.
        state.withLock { state in
            if let socket = state.socket { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    // MARK: - On the thread itself

    func sleep(socket: Int32? = nil, orWritable: Bool = false, atMost limit: Duration) {
        waker.sleep(socket: socket, orWritable: orWritable, atMost: limit)
    }

    /// Runs sessions one after another until asked to stop or no longer wanted. A session gets an open connection,
    /// calls the function beside it when it is ready for work, and ends by returning (asked to stop) or throwing (lost).
    ///
    /// - Parameter endsOnRefusal: whether an error that is not retriable ends it when it comes before any session was
    ///   ready.
    /// - Throws: an error that is not retriable if it comes before any session was ready: a wrong password or a missing
    ///   queue at start-up is a mistake to be told, later it is an operation on the broker to be waited out.
    func repeatSessions(
        _ configuration: AMQPConfiguration, endsOnRefusal: Bool, while isWanted: () -> Bool = { true },
        onFailure: (AMQPError) -> Void,
        _ session: (_ connection: Connection, _ ready: () -> Void) throws(AMQPError) -> Void
    ) throws(AMQPError) {
        var backoff = Backoff()
        var wasEverReady = false
        while !isClosing && isWanted() {
            var readySince: ContinuousClock.Instant?
            do throws(AMQPError) {
                let connection = try Connection(configuration)
                // Forgotten before the connection's end gives the descriptor back to the system.
                defer { withExtendedLifetime(connection) { state.withLock { $0.socket = nil } } }
                do throws(AMQPError) {
                    try session(connection) {
                        readySince = .now
                        wasEverReady = true
                        state.withLock { $0.socket = connection.socket }
                    }
                } catch {
                    // The connection still stands when only the channel was closed; the broker wants a goodbye.
                    if error.blamedMethod != nil { connection.close() }
                    throw error
                }
            } catch {
                onFailure(error)
                guard wasEverReady || error.isRetriable || !endsOnRefusal else { throw error }
                // Only a session that lasted: a broker that takes connections just to drop them is not hammered.
                if let readySince, readySince.duration(to: .now) > .seconds(5) { backoff.reset() }
                pause(for: backoff.next(), while: isWanted)
            }
        }
    }

    private func pause(for delay: Duration, while isWanted: () -> Bool) {
        let deadline = ContinuousClock.now + delay
        while !isClosing && isWanted() {
            let rest = ContinuousClock.now.duration(to: deadline)
            guard rest > .zero else { return }
            sleep(atMost: rest)
        }
    }
}
