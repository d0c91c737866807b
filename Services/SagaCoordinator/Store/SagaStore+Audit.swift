import FoundationEssentials
import Postgres

extension SagaStore {
    /// All statements see the same moment, so that no order can move between two of them.
    private static let oneMoment = Statement(
        "saga_one_moment", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    /// The auditor's A8: which of these orders have rows that are not what their logs replay to. It takes no locks, so
    /// that it can run beside live traffic and with a reader's rights. To be called first in its transaction, which costs
    /// one round trip.
    package static func differing(among ids: [UUID], in transaction: inout Transaction) throws -> [UUID] {
        try transaction.send(oneMoment)
        let history = try transaction.send(LogTable.history, ids)
        let stored = try look(at: ids, in: &transaction)
        let events = try LogTable.readHistory(try transaction.read(history))
        return ids.filter { id in
            guard let saga = stored[id] else { return false }
            return Replay.run(events[id] ?? [], of: id) != saga
        }
    }
}
