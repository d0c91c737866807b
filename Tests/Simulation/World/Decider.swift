import Contracts
import FoundationEssentials
import Messaging
import ServiceKit

/// What a service decides about messages: its handlers on its rows in memory.
protocol Decider: AnyObject {
    /// Loads, decides and writes; nothing counts before ``commit()``.
    /// - Parameter isStale: on rows as they were before the last commit, as two transactions that do not lock have them.
    func decide(_ intents: [Intent], at now: Timestamp, isStale: Bool) throws -> Decided
    func commit()
    /// Forgets what was written and not committed.
    func rollBack()
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
}

final class MemoryDecider<Definition: ServiceDefinition>: Decider where Definition.Store: ModelledStore {
    private let store: Definition.Store
    private let handlers: HandlerMap<Definition.Store>
    private(set) var memory: Definition.Store.Memory
    private var earlier: Definition.Store.Memory
    private var pending: Definition.Store.Memory?

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

    func decide(_ intents: [Intent], at now: Timestamp, isStale: Bool) throws -> Decided {
        var keys = Definition.Store.noKeys()
        var decided = Decided()
        var items: [BatchDecision<Definition.Store>.Item] = []
        for intent in intents {
            do {
                let decision = try handlers.prepare(intent.message, &keys)
                let context = HandlerContext(envelope: intent.message.envelope, origin: intent.origin, now: now)
                items.append(.init(index: intent.index, context: context, decide: decision))
            } catch {
                decided.failures.append((intent.index, error))
            }
        }
        let rows = try store.load(keys, from: isStale ? earlier : memory)
        let decision = BatchDecision(items, on: rows, by: Definition.name)
        var next = memory
        try store.save(decision.rows, into: &next)
        pending = next
        decided.outcomes = decision.outcomes
        decided.failures += decision.failures
        return decided
    }

    func commit() {
        guard let pending else { return }
        earlier = memory
        memory = pending
        self.pending = nil
    }

    func rollBack() {
        pending = nil
    }
}
