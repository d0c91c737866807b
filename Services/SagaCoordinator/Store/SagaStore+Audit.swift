import FoundationEssentials
import Postgres

extension SagaStore {
    /// The auditor's A8: which of these orders have rows that are not what their logs replay to. It takes no locks, so
    /// that it can run beside live traffic and with a reader's rights; an order that moves meanwhile is left out.
    package static func differing(among ids: [UUID], in transaction: inout Transaction) throws -> [UUID] {
        let stored = try load(ids, selecting: SagaTable.look, in: &transaction)
        let log = Dictionary(grouping: try LogTable.read(try transaction.run(LogTable.select, ids)), by: \.orderID)
        let later = try SagaTable.read(try transaction.run(SagaTable.look, ids))
        return try ids.filter { id in
            guard let saga = stored[id], later[id]?.version == saga.version else { return false }
            return try Replay.run((log[id] ?? []).prefix { $0.sequence <= saga.version }, of: id) != saga
        }
    }
}
