import Synchronization

/// What the publisher has settled: ids to delete with the next batch, ids under way, and the gate that holds new
/// batches back while too much is unconfirmed.
final class Flow: Sendable {
    private struct State {
        var confirmed: [Int64] = []
        var underWay: Set<Int64> = []
        var returned: [(id: Int64, reason: String)] = []
        var waiter: CheckedContinuation<Void, Never>?
        var isOpen = false
        /// A back-up may be under way, until the sweeper has looked: rows stay, confirmed or not.
        var isHolding = true
        var packs = false
    }

    private let state = Mutex(State())
    let limit: Int

    /// - Parameter limit: how many may be unconfirmed before a new batch waits.
    init(limit: Int) {
        self.limit = limit
    }

    func published(_ ids: [Int64]) {
        state.withLock { $0.underWay.formUnion(ids) }
    }

    func confirmed(_ ids: [Int64]) {
        resume { state in
            for id in ids where state.underWay.remove(id) != nil { state.confirmed.append(id) }
        }
    }

    func returned(_ id: Int64, reason: String) {
        resume { state in
            state.underWay.remove(id)
            state.returned.append((id, reason))
        }
    }

    /// Ids that may be deleted; they are given back by ``giveBack(_:)`` when the deletion did not happen.
    func takeConfirmed() -> [Int64] {
        state.withLock { state in
            guard !state.isHolding else { return [] }
            defer { state.confirmed.removeAll(keepingCapacity: true) }
            return state.confirmed
        }
    }

    func giveBack(_ ids: [Int64]) {
        state.withLock { $0.confirmed.append(contentsOf: ids) }
    }

    /// While it holds, nothing that is confirmed is given out to be deleted.
    func hold(_ isHolding: Bool) {
        state.withLock { $0.isHolding = isHolding }
    }

    var isHolding: Bool { state.withLock { $0.isHolding } }

    /// Whether outbox rows may be packs: not while a program that cannot read them may adopt them.
    var packs: Bool { state.withLock { $0.packs } }

    func pack(_ packs: Bool) {
        state.withLock { $0.packs = packs }
    }

    func takeReturned() -> [(id: Int64, reason: String)] {
        state.withLock { state in
            defer { state.returned.removeAll() }
            return state.returned
        }
    }

    func isUnderWay(_ id: Int64) -> Bool {
        state.withLock { $0.underWay.contains(id) || $0.confirmed.contains(id) }
    }

    var unconfirmed: Int { state.withLock { $0.underWay.count } }

    /// Waits while more than the limit is unconfirmed; returns at once after ``open()``.
    func waitForRoom() async {
        await withCheckedContinuation { continuation in
            let goOn = state.withLock { state in
                if state.isOpen || state.underWay.count <= limit { return true }
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
            guard state.isOpen || state.underWay.count <= limit else { return nil as CheckedContinuation<Void, Never>? }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
