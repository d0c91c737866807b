import Synchronization

/// What the publisher has settled: ids to delete with the next batch, ids under way, and the gate that holds new
/// batches back while too much is unconfirmed. What is counted is the envelopes in its rows.
final class Flow: Sendable {
    private struct State {
        var confirmed: Set<Int64> = []
        var underWay: [Int64: UnderWay] = [:]
        var unconfirmed = 0
        var returned: [(id: Int64, reason: String)] = []
        var waiter: CheckedContinuation<Void, Never>?
        var isOpen = false
        /// A back-up may be under way when the sweeper has not looked for a while: rows stay, confirmed or not.
        var deletesUntil: ContinuousClock.Instant?
        var timesTaken = 0
        var packsUntil: ContinuousClock.Instant?

        /// One of a row's messages.
        /// - Parameter reason: why it came back; nil when it was confirmed.
        mutating func settle(_ id: Int64, as reason: String?) {
            guard var row = underWay[id] else {
                // Nobody counts it any more, but it did come back.
                if let reason { returned.append((id, reason)) }
                return
            }
            row.messages -= 1
            row.reason = row.reason ?? reason
            underWay[id] = row.messages > 0 ? row : nil
            guard row.messages <= 0 else { return }
            unconfirmed -= row.envelopes
            if let reason = row.reason {
                returned.append((id, reason))
            } else {
                confirmed.insert(id)
            }
        }
    }

    /// A row that is published.
    private struct UnderWay {
        let envelopes: Int
        /// Those that are not settled.
        var messages: Int
        /// Why the first of those that came back did.
        var reason: String?
    }

    private let state = Mutex(State())
    let limit: Int

    /// - Parameter limit: how many envelopes may be unconfirmed before a new batch waits.
    init(limit: Int) {
        self.limit = limit
    }

    func published(_ rows: [OutboxRow]) {
        state.withLock { state in
            for row in rows {
                let envelopes = row.envelopes
                let published = UnderWay(envelopes: envelopes, messages: row.messages.count)
                if state.underWay.updateValue(published, forKey: row.id) == nil { state.unconfirmed += envelopes }
            }
        }
    }

    /// - Parameter ids: a row's once for each of its messages.
    func confirmed(_ ids: [Int64]) {
        resume { state in
            for id in ids { state.settle(id, as: nil) }
        }
    }

    func returned(_ id: Int64, reason: String) {
        resume { $0.settle(id, as: reason) }
    }

    /// After a long hold there may be hundreds of thousands; what deletes them is somebody's batch.
    static let deletedAtOnce = 5000

    /// Some ids that may be deleted; they are given back by ``giveBack(_:)`` when the deletion did not happen.
    func takeConfirmed(at now: ContinuousClock.Instant = .now) -> [Int64] {
        state.withLock { state in
            state.timesTaken += 1
            guard now < state.deletesUntil ?? now else { return [] }
            let taken = Array(state.confirmed.prefix(Self.deletedAtOnce))
            if taken.count < state.confirmed.count {
                state.confirmed.subtract(taken)
            } else {
                // The memory of a long hold goes with its last.
                state.confirmed.removeAll(keepingCapacity: state.confirmed.capacity <= 2 * Self.deletedAtOnce)
            }
            return taken
        }
    }

    var timesTaken: Int { state.withLock { $0.timesTaken } }

    func giveBack(_ ids: [Int64]) {
        state.withLock { $0.confirmed.formUnion(ids) }
    }

    /// While it holds, nothing that is confirmed is given out to be deleted; nor when nobody has been able to look for a
    /// while.
    /// - Parameter now: when it was asked, not when it was answered.
    func hold(_ isHolding: Bool, at now: ContinuousClock.Instant = .now) {
        state.withLock { $0.deletesUntil = isHolding ? nil : now + Self.deletesFor }
    }

    func isHolding(at now: ContinuousClock.Instant = .now) -> Bool {
        state.withLock { now >= $0.deletesUntil ?? now }
    }

    /// The sweeper looks each tick; a back-up waits for six seconds before it relies on its hold.
    static let deletesFor: Duration = .seconds(5)

    /// Whether outbox rows may be packs: not while a program that cannot read them may adopt them, and not when nobody has
    /// been able to look for a while.
    func packs(at now: ContinuousClock.Instant = .now) -> Bool { state.withLock { now < $0.packsUntil ?? now } }

    func pack(_ packs: Bool, at now: ContinuousClock.Instant = .now) {
        state.withLock { $0.packsUntil = packs ? now + Self.packsFor : nil }
    }

    /// The sweeper looks every two seconds.
    static let packsFor: Duration = .seconds(5)

    func takeReturned() -> [(id: Int64, reason: String)] {
        state.withLock { state in
            defer { state.returned.removeAll() }
            return state.returned
        }
    }

    /// Whether anything waits to be deleted, or to be marked as returned.
    var hasSettled: Bool { state.withLock { !$0.confirmed.isEmpty || !$0.returned.isEmpty } }

    func isUnderWay(_ id: Int64) -> Bool {
        state.withLock { $0.underWay[id] != nil || $0.confirmed.contains(id) }
    }

    var unconfirmed: Int { state.withLock { $0.unconfirmed } }

    /// Waits while more than the limit is unconfirmed; returns at once after ``open()``.
    func waitForRoom() async {
        await withCheckedContinuation { continuation in
            let goOn = state.withLock { state in
                if state.isOpen || state.unconfirmed <= limit { return true }
                state.waiter = continuation
                return false
            }
            if goOn { continuation.resume() }
        }
    }

    /// Lets everything through, for the shutdown.
    func open() {
        resume { $0.isOpen = true }
    }

    private func resume(_ change: (inout State) -> Void) {
        let waiter = state.withLock { state in
            change(&state)
            guard state.isOpen || state.unconfirmed <= limit else { return nil as CheckedContinuation<Void, Never>? }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
