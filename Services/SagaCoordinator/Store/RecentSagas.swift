import FoundationEssentials
import Synchronization

/// Orders under way as this process has committed them last, so that the next event of an order needs only its `saga` row.
///
/// It is the stored order if nobody has written its `saga` row since, which is read under the row's lock: whoever changes
/// anything of an order by SQL touches that row too. Only what was committed comes in; finished orders, which can be
/// erased, do not.
final class RecentSagas: Sendable {
    private struct Generation {
        private(set) var sagas: [UUID: CommittedSaga] = [:]
        private(set) var weight = 0

        mutating func keep(_ saga: CommittedSaga) {
            forget(saga.saga.id)
            sagas[saga.saga.id] = saga
            weight += saga.weight
        }

        mutating func forget(_ id: UUID) {
            weight -= sagas.removeValue(forKey: id)?.weight ?? 0
        }
    }

    private struct Generations {
        var young = Generation()
        var old = Generation()
        var began: ContinuousClock.Instant?
    }

    private let generations = Mutex(Generations())
    private let limit: Int
    private let age: Duration
    private let heaviest: Int

    /// - Parameters:
    ///   - limit: the weight of one generation; what was not used for a whole generation is forgotten.
    ///   - age: of one generation. An import goes through all its orders again and again, and wants them all; an order that
    ///     waits for hours on a shop floor is not worth its memory.
    ///   - heaviest: the weight up to which a single order is remembered, so that a few cannot push out all others.
    init(limit: Int, age: Duration, heaviest: Int = 100) {
        self.limit = limit
        self.age = age
        self.heaviest = heaviest
    }

    func known(of ids: [UUID]) -> [UUID: CommittedSaga] {
        generations.withLock { generations in
            var known: [UUID: CommittedSaga] = [:]
            for id in ids { known[id] = generations.young.sagas[id] ?? generations.old.sagas[id] }
            return known
        }
    }

    func remember(_ sagas: some Sequence<CommittedSaga>, at now: ContinuousClock.Instant = .now) {
        generations.withLock { generations in
            for committed in sagas {
                let saga = committed.saga
                generations.old.forget(saga.id)
                if saga.phase.isFinal || committed.weight > heaviest {
                    generations.young.forget(saga.id)
                } else {
                    generations.young.keep(committed)
                }
            }
            endGeneration(of: &generations, at: now)
        }
    }

    /// Nothing comes: what was remembered goes with its time all the same.
    func forgetAged(at now: ContinuousClock.Instant = .now) {
        generations.withLock { endGeneration(of: &$0, at: now) }
    }

    /// Ends the young generation if it is over.
    private func endGeneration(of generations: inout Generations, at now: ContinuousClock.Instant) {
        let began = generations.began ?? now
        generations.began = began
        guard generations.young.weight > limit || now - began > age else { return }
        generations.old = generations.young
        generations.young = Generation()
        generations.began = now
    }

    func forget() {
        generations.withLock { $0 = Generations() }
    }
}
