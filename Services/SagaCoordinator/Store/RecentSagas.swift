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
    }

    private let generations = Mutex(Generations())
    private let limit: Int

    /// - Parameter limit: of one generation; what was not used for a whole generation is forgotten.
    init(limit: Int) {
        self.limit = limit
    }

    func known(of ids: [UUID]) -> [UUID: OrderSaga] {
        generations.withLock { generations in
            var known: [UUID: OrderSaga] = [:]
            for id in ids { known[id] = generations.young[id] ?? generations.old[id] }
            return known
        }
    }

    func remember(_ sagas: some Sequence<OrderSaga>) {
        generations.withLock { generations in
            for saga in sagas {
                generations.old[saga.id] = nil
                generations.young[saga.id] = saga.phase.isFinal ? nil : saga
            }
            guard generations.young.count > limit else { return }
            generations.old = generations.young
            generations.young.removeAll(keepingCapacity: true)
        }
    }
}
