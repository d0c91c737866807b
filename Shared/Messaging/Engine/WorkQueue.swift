import Synchronization

/// What waits for the batch worker: deliveries bounded by prefetch, due retries and timers bounded by the sweeper's
/// limits, results of effects bounded by their concurrency.
///
/// Any thread puts in; one task takes out. There is no linger: whatever is there makes the next batch.
final class WorkQueue: Sendable {
    private struct State {
        var waiting: [Work] = []
        var taker: CheckedContinuation<Void, Never>?
        var isClosed = false
        var lastPut = ContinuousClock.now
    }

    private let state = Mutex(State())

    func put(_ work: [Work]) {
        guard !work.isEmpty else { return }
        wake { state in
            state.waiting.append(contentsOf: work)
            state.lastPut = .now
        }
    }

    /// Ends the queue: what is in it is still handed out.
    func close() {
        wake { $0.isClosed = true }
    }

    /// Drops the deliveries of a connection that is gone: the broker sends them again.
    func dropDeliveries() {
        state.withLock { state in
            state.waiting.removeAll { if case .delivery = $0.source { true } else { false } }
        }
    }

    /// Waits until there is something, and takes up to `limit`, in order. Work that runs alone comes alone.
    /// - Returns: empty only when the queue is closed and empty.
    func take(upTo limit: Int) async -> [Work] {
        while true {
            let batch: [Work]? = state.withLock { state in
                if state.waiting.isEmpty { return state.isClosed ? [] : nil }
                var count = min(limit, state.waiting.count)
                if state.waiting[0].runsAlone {
                    count = 1
                } else if let alone = state.waiting[..<count].firstIndex(where: \.runsAlone) {
                    count = alone
                }
                let taken = Array(state.waiting[..<count])
                state.waiting.removeFirst(count)
                return taken
            }
            if let batch { return batch }
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if state.waiting.isEmpty && !state.isClosed {
                        state.taker = continuation
                        return false
                    }
                    return true
                }
                if isReady { continuation.resume() }
            }
        }
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    var count: Int { state.withLock { $0.waiting.count } }

    /// How long nothing has come in, zero while something waits.
    var quietTime: Duration {
        state.withLock { $0.waiting.isEmpty ? ContinuousClock.now - $0.lastPut : .zero }
    }

    private func wake(_ change: (inout State) -> Void) {
        let taker = state.withLock { state in
            change(&state)
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume()
    }
}
