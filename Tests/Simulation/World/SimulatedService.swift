import Contracts
import FoundationEssentials
import Messaging

/// A service: its database, and the processes that run on it. What the engine does with the tables is modelled here; what
/// the service does with its rows is the service's own code.
final class SimulatedService {
    struct Node {
        var isUp = true
        /// Counts its lives: what an earlier one had in memory is gone.
        var life = 0
    }

    /// Which life of which process.
    struct Owner: Hashable {
        let node: Int
        let life: Int
    }

    enum Fate: Equatable {
        case applied
        case retrying(attempts: Int)
        case parked(String)
    }

    struct InboxRow {
        let hash: ContentHash
        var fate: Fate
        let letter: Letter
    }

    struct OutboxRow {
        let id: Int
        /// Several that go the same way share a row.
        let letters: [Letter]
        var owner: Owner
        var publications = 0
    }

    struct TimerRow {
        let id: UUID
        /// On the service's own clock.
        let due: Int64
        let envelope: Envelope
    }

    struct EffectRow {
        let request: EffectRequest
        let id: UUID
        var isOpen = true
        var attempts = 1
        var owner: Owner
    }

    let name: ServiceName
    let decider: any Decider
    var nodes: [Node]
    var inbox: [UUID: InboxRow] = [:]
    var outbox: [Int: OutboxRow] = [:]
    var replies: [UUID: [Letter]] = [:]
    var timers: [String: TimerRow] = [:]
    var effects: [String: EffectRow] = [:]
    /// How its database's clock differs from the world's.
    var skew: Int64 = 0
    /// What a process remembers by itself, for the mutation that has no other memory.
    var remembered: [Owner: Set<UUID>] = [:]
    /// The same for another.
    var seen: Set<String> = []
    /// Messages that took effect; none may twice.
    var applied: Set<UUID> = []
    var locks = RowLocks()
    /// Parked messages that an operator will retry.
    var noticed: Set<UUID> = []
    private var lastOutboxID = 0
    private var lastBatch = 0

    init(_ name: ServiceName, _ decider: any Decider, nodes: Int) {
        self.name = name
        self.decider = decider
        self.nodes = Array(repeating: Node(), count: nodes)
    }

    var queues: [String] { name.everyQueue }

    func isAlive(_ owner: Owner) -> Bool { nodes[owner.node].isUp && nodes[owner.node].life == owner.life }

    /// A process that is up, by choice of the caller; nil when none is.
    func anyNode(_ choice: UInt64) -> Owner? {
        let up = nodes.indices.filter { nodes[$0].isUp }
        guard !up.isEmpty else { return nil }
        let node = up[Int(choice % UInt64(up.count))]
        return Owner(node: node, life: nodes[node].life)
    }

    func batch(_ work: [Work], by owner: Owner) -> Batch {
        lastBatch += 1
        return Batch(lastBatch, work, owner)
    }

    func keep(_ letters: [Letter], by owner: Owner) -> OutboxRow {
        lastOutboxID += 1
        let row = OutboxRow(id: lastOutboxID, letters: letters, owner: owner)
        outbox[row.id] = row
        return row
    }
}
