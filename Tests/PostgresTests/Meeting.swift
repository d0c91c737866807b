import Glibc
import Synchronization

/// Lets synchronous code on several threads wait until all of them have come.
final class Meeting: Sendable {
    private let parties: Int
    private let arrived = Atomic(0)

    init(parties: Int) {
        self.parties = parties
    }

    func arriveAndWait() {
        arrived.add(1, ordering: .acquiringAndReleasing)
        while arrived.load(ordering: .acquiring) < parties {
            sched_yield()
        }
    }
}
