import Contracts
import FoundationEssentials
import Messaging

/// The rows of returns in memory, with the policy that Waybill comes with.
extension ReturnsStore: ModelledStore {
    package struct Memory: Sendable {
        package var orders = MemoryTable<UUID, DeliveredOrder>()
        package var lines = MemoryTable<ReturnableLine.Key, ReturnableLine>()
        let policies = [ReturnPolicy(version: 1, effectiveFrom: Timestamp(seconds: 0), windowDays: 30)]
    }

    package var emptyMemory: Memory { Memory() }

    package func load(_ keys: Keys, from memory: Memory) -> Rows {
        var rows = Rows()
        rows.policies = memory.policies
        rows.orders = memory.orders.select(keys.orders)
        rows.lines = memory.lines.select { keys.parcels.contains($0.key.parcelID) }
        return rows
    }

    package func save(_ rows: Rows, into memory: inout Memory) throws {
        try memory.orders.write(rows.orders)
        try memory.lines.write(rows.lines)
    }
}
