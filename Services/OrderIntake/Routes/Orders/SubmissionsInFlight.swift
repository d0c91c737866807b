import FoundationEssentials
import Synchronization

/// The submissions that requests of this process have in hand; against other processes the database holds them.
final class SubmissionsInFlight: Sendable {
    private let ids = Mutex<Set<UUID>>([])

    /// - Returns: false when another request has it.
    func begin(_ id: UUID) -> Bool { ids.withLock { $0.insert(id).inserted } }

    func end(_ id: UUID) { ids.withLock { _ = $0.remove(id) } }
}
