import FoundationEssentials
import Synchronization

/// Orders under way as this process has committed them last, so that the next event of an order needs only its `saga` row.
///
/// A saga's version rises with every change and is read under the row's lock: a remembered order of that version is
/// the stored one, whoever else writes. Only what was committed comes in; finished orders, which can be erased, do not.
/// Only ordinary events are taken to it (``SagaFact/isOrdinary``).
final class RecentSagas: Sendable {
    private struct Generations {
        var young: [UUID: OrderSaga] = [:]
        var old: [UUID: OrderSaga] = [:]
        var began: ContinuousClock.Instant?
    }

    private let generations = Mutex(Generations())
    private let limit: Int
    private let age: Duration

    /// - Parameters:
    ///   - limit: of one generation; what was not used for a whole generation is forgotten.
    ///   - age: of one generation. An import goes through all its orders again and again, and wants them all; an order that
    ///     waits for hours on a shop floor is not worth its memory.
    init(limit: Int, age: Duration) {
        self.limit = limit
        self.age = age
    }

    func known(of ids: [UUID]) -> [UUID: OrderSaga] {
        generations.withLock { generations in
            var known: [UUID: OrderSaga] = [:]
            for id in ids { known[id] = generations.young[id] ?? generations.old[id] }
            return known
        }
    }

    func remember(_ sagas: some Sequence<OrderSaga>, at now: ContinuousClock.Instant = .now) {
        generations.withLock { generations in
            for saga in sagas {
                generations.old[saga.id] = nil
                generations.young[saga.id] = saga.phase.isFinal ? nil : saga
            }
            let began = generations.began ?? now
            generations.began = began
            guard generations.young.count > limit || now - began > age else { return }
            generations.old = generations.young
            generations.young = [:]
            generations.began = now
        }
    }
}
