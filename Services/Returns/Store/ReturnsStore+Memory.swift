import Contracts
import FoundationEssentials
import Messaging

/// The rows of returns in memory, with the policy that Waybill comes with.
extension ReturnsStore: ModelledStore {
    package struct Memory: Sendable {
        package var orders = MemoryTable<UUID, DeliveredOrder>()
        package var lines = MemoryTable<ReturnableLine.Key, ReturnableLine>()
        package var settled = MemoryTable<SettledLine.Key, SettledLine>()
        package var returns = MemoryTable<UUID, RMA>()
        /// By settlement, as the ledger's key is.
        package var credits: [UUID: StoreCredit] = [:]
        let policies = [ReturnPolicy(version: 1, effectiveFrom: Timestamp(seconds: 0), windowDays: 30)]
        let secrets = [LinkSecret(version: 1, bytes: Array(repeating: 1, count: 32))]
    }

    package var emptyMemory: Memory { Memory() }

    package func locks(_ keys: Keys, in memory: Memory) -> Set<RowLock> {
        let returns = memory.returns.rows.values.filter { rma in
            keys.returns.contains(rma.id) || rma.settlements.contains { keys.refunds.contains($0.id) }
        }
        let whole = keys.wholeOrders.union(returns.map(\.orderID))
        let lines = memory.lines.rows.values.filter {
            keys.parcels.contains($0.key.parcelID) || whole.contains($0.orderID)
        }
        return Set(
            memory.orders.locks("delivered_order", keys.orders.union(whole), \.text)
                + lines.map { RowLock("returnable_line", "\($0.key.parcelID.text)/\($0.key.lineID)") }
                + returns.map { RowLock("rma", $0.id.text) })
    }

    package func load(_ keys: Keys, from memory: Memory) -> Rows {
        var rows = Rows()
        rows.pages = pages
        rows.policies = memory.policies
        rows.secrets = memory.secrets
        rows.returns = memory.returns.select { rma in
            keys.returns.contains(rma.id) || rma.settlements.contains { keys.refunds.contains($0.id) }
        }
        let whole = keys.wholeOrders.union(rows.returns.rows.map(\.orderID))
        rows.orders = memory.orders.select(keys.orders.union(whole))
        rows.lines = memory.lines.select { keys.parcels.contains($0.key.parcelID) || whole.contains($0.orderID) }
        rows.settled = memory.settled.select { whole.contains($0.key.orderID) }
        return rows
    }

    package func save(_ rows: Rows, into memory: inout Memory) throws {
        try memory.orders.write(rows.orders)
        try memory.lines.write(rows.lines)
        try memory.settled.write(rows.settled)
        try memory.returns.write(rows.returns)
        for credit in rows.credits where memory.credits[credit.id] == nil { memory.credits[credit.id] = credit }
    }
}
