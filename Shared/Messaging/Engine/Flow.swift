import Synchronization

/// What the publisher has settled: ids to delete with the next batch, ids under way, and the gate that holds new
/// batches back while too much is unconfirmed. Rows are packs; what is counted is the envelopes in them.
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

        /// - Returns: whether it was under way.
        mutating func settle(_ id: Int64) -> Bool {
            guard let row = underWay.removeValue(forKey: id) else { return false }
            unconfirmed -= row.envelopes
            return true
        }

        /// One of its messages.
        /// - Returns: whether it was the last.
        mutating func confirm(_ id: Int64) -> Bool {
            guard let left = underWay[id]?.messages, left > 1 else { return settle(id) }
            underWay[id]?.messages = left - 1
            return false
        }
    }

    /// A row that is published.
    private struct UnderWay {
        let envelopes: Int
        /// Those that are not confirmed.
        var messages: Int
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
                let row = (id: row.id, value: UnderWay(envelopes: row.envelopes, messages: row.messages.count))
                if state.underWay.updateValue(row.value, forKey: row.id) == nil {
                    state.unconfirmed += row.value.envelopes
                }
            }
        }
    }

    /// - Parameter ids: a row's once for each of its messages.
    func confirmed(_ ids: [Int64]) {
        resume { state in
            for id in ids where state.confirm(id) { state.confirmed.insert(id) }
        }
    }

    func returned(_ id: Int64, reason: String) {
        resume { state in
            _ = state.settle(id)
            state.returned.append((id, reason))
        }
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
