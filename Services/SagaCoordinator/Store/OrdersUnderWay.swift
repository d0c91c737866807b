import FoundationEssentials
import Synchronization

/// How many orders this process has between their beginning and their next rest, so that a crowd of new ones is begun only
/// as others get through: what is under way is small enough to be remembered, and whoever came first is done first.
///
/// An order rests when it has ended or is held, and when nothing has happened to it for a while: shop floors and carriers
/// take hours, and nobody waits for them.
final class OrdersUnderWay: Sendable {
    fileprivate struct State {
        var young: Set<UUID> = []
        var old: Set<UUID> = []
        var began: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let limit: Int
    private let patience: Duration

    /// - Parameters:
    ///   - limit: how many orders may be under way before no more are begun.
    ///   - patience: an order rests when nothing has happened to it for this long, at the latest for twice as long.
    init(limit: Int, patience: Duration) {
        self.limit = limit
        self.patience = patience
    }

    /// How many more may be begun.
    func room(at now: ContinuousClock.Instant = .now) -> Int {
        state.withLock { state in
            state.age(by: patience, at: now)
            return max(0, limit - state.young.count - state.old.count)
        }
    }

    /// What has happened: to some it was an end, or the beginning of a hold.
    func happened(to moved: some Sequence<UUID>, resting: some Sequence<UUID>, at now: ContinuousClock.Instant = .now) {
        state.withLock { state in
            state.age(by: patience, at: now)
            for id in moved where state.young.insert(id).inserted { state.old.remove(id) }
            for id in resting where state.young.remove(id) == nil { state.old.remove(id) }
        }
    }

    func forget() {
        state.withLock { $0 = State() }
    }
}

extension OrdersUnderWay.State {
    fileprivate mutating func age(by patience: Duration, at now: ContinuousClock.Instant) {
        guard let began else { return self.began = now }
        let passed = now - began
        guard passed > patience else { return }
        old = passed > patience * 2 ? [] : young
        young = []
        self.began = now
    }
}

extension OrderSaga {
    /// Nothing will happen to it by itself.
    var isResting: Bool { phase.isFinal || phase == .unborn || isOnHold }
}
