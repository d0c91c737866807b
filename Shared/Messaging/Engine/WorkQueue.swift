import Synchronization

/// What waits for the batch worker: deliveries bounded by prefetch, due retries and timers bounded by the sweeper's
/// limits, results of effects bounded by their concurrency, local messages by number and time.
///
/// Any thread puts in; one task takes out. There is no linger: whatever is there makes the next batch.
final class WorkQueue: Sendable {
    fileprivate struct State {
        var waiting: [Work] = []
        var taker: CheckedContinuation<Void, Never>?
        var isClosed = false
        var isAskedToLook = false
        var hasEnded = false
        var position: ReadPosition
    }

    private let state: Mutex<State>

    /// - Parameters:
    ///   - queues: the service's own.
    ///   - prefetch: how many deliveries of each the broker hands out at most.
    init(queues: [String], prefetch: Int) {
        state = Mutex(State(position: ReadPosition(queues: queues, prefetch: prefetch)))
    }

    func put(_ work: [Work]) {
        guard !work.isEmpty else { return }
        wake { state in
            // Nobody would take it any more; dropping it tells a local sender so.
            guard !state.hasEnded else { return }
            state.waiting.append(contentsOf: work)
            for queue in work.compactMap(\.completedQueue) { state.position.arrived(queue, at: .now) }
        }
    }

    /// How many local messages may wait: each is a caller that waits too, with its bytes in memory.
    static let localLimit = 1000

    /// - Throws: ``EngineBusy`` when too many wait already; the waiter is not resumed then.
    func put(local work: Work) throws(EngineBusy) {
        guard state.withLock({ $0.waiting.count(where: \.isLocal) }) < Self.localLimit else { throw EngineBusy() }
        put([work])
    }

    /// Tells callers that have waited for longer than this that nothing was taken, and forgets what they brought.
    func giveUpLocals(waitingFor patience: Duration) {
        let overdue = state.withLock { state in
            let bound = ContinuousClock.now - patience
            let overdue = state.waiting.compactMap(\.localWaiter).filter { $0.since < bound }
            if !overdue.isEmpty { state.waiting.removeAll { $0.localWaiter.map { $0.since < bound } ?? false } }
            return overdue
        }
        for waiter in overdue { waiter.resume(with: .failure(EngineBusy())) }
    }

    /// Ends the queue: what is in it is still handed out.
    func close() {
        wake { $0.isClosed = true }
    }

    /// The consumer is there: from now on what is in the broker's queue comes in.
    func beginReading() {
        state.withLock { $0.position.begin(at: .now) }
    }

    /// The connection is gone: drops its deliveries, which the broker sends again.
    func stopReading() {
        state.withLock { state in
            state.position.stop()
            state.waiting.removeAll { if case .delivery = $0.source { true } else { false } }
        }
    }

    enum Taken {
        /// Never empty.
        case work([Work])
        /// Nothing is there, and somebody asked the taker to look to its own affairs.
        case lookAround
        /// The queue is closed and empty; it takes no more.
        case ended
    }

    /// Makes a taker that waits come back empty-handed, once.
    func askToLook() {
        wake { $0.isAskedToLook = true }
    }

    /// Waits until there is something, and takes up to `limit`, in order. Work that runs alone comes alone.
    ///
    /// Taking says that what was taken before is committed.
    func take(upTo limit: Int) async -> Taken {
        state.withLock { $0.position.settled(at: .now) }
        while true {
            let taken: Taken? = state.withLock { state in state.take(upTo: limit) }
            if let taken { return taken }
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if state.waiting.isEmpty && !state.isClosed && !state.isAskedToLook {
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

    var waitingRetries: Int {
        state.withLock { state in
            state.waiting.count { if case .retry = $0.source { true } else { false } }
        }
    }

    /// Which timers may fire now; see ``ReadPosition``.
    func timers(patience: Duration) -> ReadPosition.Bound {
        state.withLock { $0.position.timers(at: .now, patience: patience) }
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

extension WorkQueue.State {
    fileprivate mutating func take(upTo limit: Int) -> WorkQueue.Taken? {
        if waiting.isEmpty {
            hasEnded = isClosed
            defer { isAskedToLook = false }
            return isClosed ? .ended : isAskedToLook ? .lookAround : nil
        }
        var count = min(limit, waiting.count)
        if waiting[0].runsAlone {
            count = 1
        } else if let alone = waiting[..<count].firstIndex(where: \.runsAlone) {
            count = alone
        }
        let taken = Array(waiting[..<count])
        waiting.removeFirst(count)
        for work in taken {
            if let queue = work.completedQueue { position.taken(queue, sentAt: work.sentAt) }
        }
        return .work(taken)
    }
}
