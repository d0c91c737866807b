import Contracts
import FoundationEssentials
import Postgres
import WireJSON

/// One batch as one pipelined transaction: two round trips when nothing is repeated, whatever the size.
///
/// First trip: inbox, locks and rows. Then the pure decision. Second trip: rows, outbox, replies, timers, effects,
/// failures, confirmed outbox rows, commit.
struct BatchTransaction<Store: ServiceStore>: Sendable {
    let service: ServiceName
    let store: Store
    let handlers: HandlerMap<Store>
    let retryPolicy: RetryPolicy
    let work: [Work]
    /// Outbox ids that the broker confirmed, and rows that it returned: dealt with here, without a commit of their own.
    let confirmed: [Int64]
    let returned: [(id: Int64, reason: String)]
    /// How many new effects of each kind this process runs itself at once; the rest is left open for whoever has room.
    let effectRoom: [String: Int]
    /// Whether what goes the same way may share outbox rows.
    let packs: Bool
    var slot: OutboxSlot
    /// Set when a single message failed in the database for good: it is kept with this instead of being run.
    let verdict: (any Error)?

    /// What must happen after the commit.
    struct Result: Sendable {
        var slot: OutboxSlot
        var rows: Store.Rows
        var outgoing: [OutboxRow] = []
        var effects: [ClaimedEffect] = []
        /// One per piece of work, in order.
        var fates: [WorkFate] = []
    }

    func run(in transaction: inout Transaction) throws -> Result {
        var state = BatchState<Store>(self)
        try state.enter(&transaction)
        let rows = try store.load(state.keys, in: &transaction)
        try state.takeTimersAndEffects(&transaction)
        try state.learn(&transaction)
        FailPoint.afterInbox.reach()
        let decision = BatchDecision(state.items(), on: rows, by: service)
        try store.save(decision.rows, in: &transaction)
        let result = try state.leave(with: decision, &transaction)
        FailPoint.beforeCommit.reach()
        return result
    }
}

/// An effect that this process is to perform.
struct ClaimedEffect: Sendable {
    let key: String
    let id: UUID
    let kind: String
    let attempt: Int
    /// How many of the earlier attempts left nothing at the other side.
    var leftNothing = 0
    let request: [UInt8]
    let command: CommandReference
    /// Why an operator gave it up; then nobody is called.
    var discarded: String?

    /// Where attempts are not counted any further, nobody knows.
    var isRepeat: Bool { attempt - 1 > leftNothing || attempt >= EffectStore.mostAttempts }
}
