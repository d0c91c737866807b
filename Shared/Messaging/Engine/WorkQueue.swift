import DequeModule
import Synchronization

/// What waits for the batch worker: deliveries bounded by prefetch, due retries and timers bounded by the sweeper's
/// limits, results of effects bounded by their concurrency, local messages by number and time.
///
/// Any thread puts in; one task takes out. Taking does not linger: whatever is there makes the next batch. In a crowd the
/// taker comes a moment later; see ``mayGather(upTo:)``.
final class WorkQueue: Sendable {
    fileprivate struct State {
        /// Taken first: what somebody waits for, and what has a time by which it must be done.
        var urgent: Deque<Work> = []
        /// In the order in which it came: deliveries, which are acknowledged in that order, timers, which must not fire
        /// before the deliveries that are here already, and what runs alone, which must not hold up the others.
        var waiting: Deque<Work> = []
        /// Deliveries of the admission queue, which are begun only as there is room.
        var admissions: Deque<Work> = []
        var retries = 0
        var locals = 0
        var taker: CheckedContinuation<Void, Never>?
        var isClosed = false
        var takesDeliveries = true
        var mayRead = true
        /// Counts how often deliveries were dropped.
        var reading = 0
        var isAskedToLook = false
        var hasEnded = false
        var wasUrgent = false
        var position: ReadPosition
    }

    private let state: Mutex<State>
    private let admits: @Sendable () -> Int

    /// - Parameters:
    ///   - queues: the service's own, beside the admission queue.
    ///   - admissions: the admission queue, where the service has one.
    ///   - prefetch: how many deliveries of each the broker hands out at most.
    ///   - admits: how much of what the admission queue has brought may be begun now.
    init(
        queues: [String], admissions: String? = nil, prefetch: Int, admits: @escaping @Sendable () -> Int = { .max }
    ) {
        let position = ReadPosition(queues: queues, admissions: admissions, prefetch: prefetch)
        state = Mutex(State(position: position))
        self.admits = admits
    }

    func put(_ work: [Work]) {
        guard !work.isEmpty else { return }
        wake { state in
            // Nobody would take it any more; dropping it tells a local sender so.
            guard !state.hasEnded else { return }
            for work in work where state.takesDeliveries || !work.isDelivery {
                state.put(work)
                if let queue = work.completedQueue { state.position.arrived(queue, at: .now) }
            }
        }
    }

    /// What the admission queue has brought.
    func put(admissions work: [Work]) {
        guard !work.isEmpty else { return }
        wake { state in
            guard !state.isClosed, state.takesDeliveries, state.mayRead else { return }
            for work in work {
                state.admissions.append(work)
                if let queue = work.completedQueue { state.position.arrived(queue, at: .now) }
            }
        }
    }

    /// The consumer of the admission queue is there.
    func beginAdmissions() {
        state.withLock { if $0.mayRead { $0.position.beginAdmissions(at: .now) } }
    }

    /// The connection of the admission queue is gone: drops its deliveries, which the broker sends again.
    func dropAdmissions() {
        state.withLock { state in
            state.position.stopAdmissions()
            state.admissions = []
        }
    }

    /// Whether something of the admission queue may be begun now: time makes room too, and nobody tells of it.
    var hasRoom: Bool {
        state.withLock { !$0.admissions.isEmpty } && admits() > 0
    }

    /// How many local messages may wait: each is a caller that waits too, with its bytes in memory.
    static let localLimit = 1000

    /// - Throws: ``EngineBusy`` when too many wait already; the waiter is not resumed then.
    func put(local work: Work) throws(EngineBusy) {
        guard state.withLock({ $0.locals }) < Self.localLimit else { throw EngineBusy() }
        put([work])
    }

    /// Tells callers that have waited for longer than this that nothing was taken, and forgets what they brought.
    func giveUpLocals(waitingFor patience: Duration) {
        let overdue = state.withLock { state in
            guard state.locals > 0 else { return [LocalWaiter]() }
            let bound = ContinuousClock.now - patience
            let overdue = state.urgent.compactMap(\.localWaiter).filter { $0.since < bound }
            if !overdue.isEmpty { state.urgent.removeAll { $0.localWaiter.map { $0.since < bound } ?? false } }
            state.locals -= overdue.count
            return overdue
        }
        for waiter in overdue { waiter.resume(with: .failure(EngineBusy())) }
    }

    /// Ends the queue: what is in it is still handed out, but for what would only begin now.
    func close() {
        wake { state in
            state.isClosed = true
            state.admissions = []
        }
    }

    /// Drops deliveries, those to come too: what is not acknowledged, the broker gives to the next process.
    func dropDeliveries() {
        endReading()
        wake { state in
            state.takesDeliveries = false
            state.dropDeliveries()
        }
    }

    /// Nobody will take anything any more: drops all there is, which tells local senders so.
    func end() {
        state.withLock { state in
            (state.urgent, state.waiting, state.admissions, state.retries, state.locals) = ([], [], [], 0, 0)
            (state.isClosed, state.hasEnded) = (true, true)
        }
    }

    /// The consumer is there: from now on what is in the broker's queue comes in.
    func beginReading() {
        state.withLock { if $0.mayRead { $0.position.begin(at: .now) } }
    }

    /// For good: no timer fires any more, since what makes it needless may be what the broker keeps from now on. Nothing
    /// new is begun either.
    func endReading() {
        state.withLock { state in
            state.mayRead = false
            state.admissions = []
            state.position.stop()
            state.position.stopAdmissions()
        }
    }

    /// The connection is gone: drops its deliveries, which the broker sends again.
    func stopReading() {
        state.withLock { state in
            state.position.stop()
            state.dropDeliveries()
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

    /// Waits until there is something, and takes up to `limit`: first what is urgent, then the rest in its order, then what
    /// is to be begun, as far as there is room. Work that runs alone comes alone.
    ///
    /// Taking says that what was taken before is committed.
    func take(upTo limit: Int) async -> Taken {
        state.withLock { $0.position.settled(at: .now) }
        while true {
            let room = admits()
            let taken: Taken? = state.withLock { state in state.take(upTo: limit, admitting: room) }
            if let taken { return taken }
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if state.isEmpty(admitting: room) && !state.isClosed && !state.isAskedToLook {
                        state.taker = continuation
                        return false
                    }
                    return true
                }
                if isReady { continuation.resume() }
            }
        }
    }

    /// Whether less than a batch waits, and nobody for its end.
    func mayGather(upTo limit: Int) -> Bool {
        state.withLock { $0.locals == 0 && !$0.isClosed && $0.urgent.count + $0.waiting.count < limit }
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    var count: Int { state.withLock { $0.urgent.count + $0.waiting.count + $0.admissions.count } }

    var waitingRetries: Int { state.withLock { $0.retries } }

    /// Which timers may fire now; see ``ReadPosition``.
    /// - Returns: also which reading that is: when it is another, timers that were put in before are gone.
    func timers(patience: Duration) -> (bound: ReadPosition.Bound, reading: Int) {
        state.withLock { ($0.position.timers(at: .now, patience: patience), $0.reading) }
    }

    /// Timers wait behind the deliveries that were here when it was asked which may fire. Without these they must not.
    func put(timers work: [Work], of reading: Int) {
        guard !work.isEmpty else { return }
        wake { state in
            guard !state.hasEnded, state.reading == reading else { return }
            for work in work { state.put(work) }
        }
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
    fileprivate func isEmpty(admitting room: Int) -> Bool {
        urgent.isEmpty && waiting.isEmpty && (admissions.isEmpty || room <= 0)
    }

    fileprivate mutating func put(_ work: Work) {
        switch work.source {
        case .delivery, .timer: return waiting.append(work)
        case .retry: retries += 1
        case .local: locals += 1
        case .effect: break
        }
        if work.runsAlone { waiting.append(work) } else { urgent.append(work) }
    }

    /// And the timers that wait behind them.
    fileprivate mutating func dropDeliveries() {
        waiting.removeAll { $0.isDelivery || $0.isTimer }
        reading += 1
    }

    /// - Parameter room: how much of the admission queue's may be begun.
    fileprivate mutating func take(upTo limit: Int, admitting room: Int) -> WorkQueue.Taken? {
        if isEmpty(admitting: room) {
            hasEnded = isClosed
            defer { isAskedToLook = false }
            return isClosed ? .ended : isAskedToLook ? .lookAround : nil
        }
        // However much is under way, what may begin has an eighth of each batch.
        let begun = min(room, admissions.count)
        var taken = takeUnderWay(upTo: limit - min(begun, limit / 8))
        if taken.last?.runsAlone != true {
            var rest = min(begun, limit - taken.count)
            var size = taken.reduce(0) { $0 + $1.size }
            while rest > 0, size < Self.largest || taken.isEmpty, let next = admissions.popFirst() {
                taken.append(next)
                size += next.size
                rest -= 1
            }
        }
        for work in taken {
            if let queue = work.completedQueue { position.taken(queue, sentAt: work.sentAt) }
            if case .retry = work.source { retries -= 1 }
            if work.isLocal { locals -= 1 }
        }
        return .work(taken)
    }

    private mutating func takeUnderWay(upTo limit: Int) -> [Work] {
        var taken: [Work] = []
        // However much is urgent, the rest has a quarter of each batch, and every other one when it cannot share.
        let cannotShare = limit < 4 || waiting.first?.runsAlone == true
        var room = waiting.isEmpty ? limit : cannotShare ? (wasUrgent ? 0 : limit) : limit - limit / 4
        while room > 0, let work = urgent.popFirst() {
            taken.append(work)
            room -= 1
        }
        wasUrgent = !taken.isEmpty
        var size = taken.reduce(0) { $0 + $1.size }
        while taken.count < limit, size < Self.largest, let next = waiting.first {
            if next.runsAlone && !taken.isEmpty { break }
            size += next.size
            taken.append(waiting.removeFirst())
            if next.runsAlone { break }
        }
        return taken
    }

    /// Bytes in a batch, but for its last message: what cannot be handled is kept in one statement, of which the server
    /// takes a gigabyte at most.
    private static var largest: Int { 64 << 20 }
}
