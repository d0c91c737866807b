import Contracts
import FoundationEssentials
import Messaging
import ServiceKit

/// What a service decides about messages: its handlers on its rows in memory.
protocol Decider: AnyObject {
    /// Which rows are needed, before any is read.
    func prepare(_ intents: [Intent], at now: Timestamp) -> any Preparation
}

/// A transaction that has begun.
protocol Preparation: AnyObject {
    /// The rows that it locks, as its statements do.
    var locks: Set<RowLock> { get }

    /// Loads and decides; nothing counts before ``Decided/commit``.
    /// - Parameter isStale: on rows as they were before the last commit, as two transactions that do not lock have them.
    func decide(isStale: Bool) throws -> Decided
}

/// A message that is to be handled.
struct Intent {
    let index: Int
    let message: ReceivedMessage
    let origin: HandlerContext.Origin
}

struct Decided {
    var outcomes: [(index: Int, outcome: Outcome)] = []
    var failures: [(index: Int, error: any Error)] = []
    /// Writes the changed rows to what is there by then.
    /// - Throws: `MemoryConflict` where the database would refuse; nothing is written then.
    var commit: () throws -> Void
}

final class MemoryDecider<Definition: ServiceDefinition>: Decider where Definition.Store: ModelledStore {
    fileprivate let store: Definition.Store
    fileprivate let handlers: HandlerMap<Definition.Store>
    private(set) var memory: Definition.Store.Memory
    fileprivate private(set) var earlier: Definition.Store.Memory

    init(_ definition: Definition) {
        store = definition.store
        handlers = definition.handlers
        memory = store.emptyMemory
        earlier = memory
    }

    func change(_ body: (inout Definition.Store.Memory) -> Void) {
        body(&memory)
        earlier = memory
    }

    func prepare(_ intents: [Intent], at now: Timestamp) -> any Preparation {
        MemoryTransaction(self, intents, at: now)
    }

    fileprivate func write(_ rows: Definition.Store.Rows) throws {
        var next = memory
        try store.save(rows, into: &next)
        earlier = memory
        memory = next
    }
}

/// A transaction of one service on its tables in memory.
private final class MemoryTransaction<Definition: ServiceDefinition>: Preparation
where Definition.Store: ModelledStore {
    private typealias Batch = BatchDecision<Definition.Store>

    private let decider: MemoryDecider<Definition>
    private var keys = Definition.Store.noKeys()
    private var items: [Batch.Item] = []
    private var failures: [(index: Int, error: any Error)] = []

    init(_ decider: MemoryDecider<Definition>, _ intents: [Intent], at now: Timestamp) {
        self.decider = decider
        for intent in intents {
            do {
                let decision = try decider.handlers.prepare(intent.message, &keys)
                let context = HandlerContext(envelope: intent.message.envelope, origin: intent.origin, now: now)
                items.append(.init(index: intent.index, context: context, decide: decision))
            } catch {
                failures.append((intent.index, error))
            }
        }
    }

    var locks: Set<RowLock> { decider.store.locks(keys, in: decider.memory) }

    func decide(isStale: Bool) throws -> Decided {
        let rows = try decider.store.load(keys, from: isStale ? decider.earlier : decider.memory)
        let decision = Batch(items, on: rows, by: Definition.name)
        return Decided(outcomes: decision.outcomes, failures: failures + decision.failures) { [decider] in
            try decider.write(decision.rows)
        }
    }
}
