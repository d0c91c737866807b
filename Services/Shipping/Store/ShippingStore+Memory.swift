import FoundationEssentials
import Messaging

/// Shipping's rows in memory.
extension ShippingStore: ModelledStore {
    package struct Memory: Sendable {
        package var parcels = MemoryTable<UUID, ShippedParcel>()
        var scans: [UUID: Set<CarrierScan>] = [:]
    }

    package var emptyMemory: Memory { Memory() }

    package func load(_ keys: Keys, from memory: Memory) -> Rows {
        var rows = Rows()
        rows.parcels = memory.parcels.select(keys.parcels)
        for id in keys.parcels { rows.scans[id] = memory.scans[id] }
        return rows
    }

    package func save(_ rows: Rows, into memory: inout Memory) throws {
        try memory.parcels.write(rows.parcels)
        for record in rows.newScans {
            let scan = CarrierScan(status: record.scan.status, at: record.scan.at)
            memory.scans[record.parcelID, default: []].insert(scan)
        }
    }
}
