import Contracts
import FoundationEssentials
import Messaging

/// Shipping's rows in memory.
extension ShippingStore: ModelledStore {
    package struct Memory: Sendable {
        package var parcels = MemoryTable<UUID, ShippedParcel>()
        var scans: [UUID: Set<CarrierScan>] = [:]
    }

    package var emptyMemory: Memory { Memory() }

    package func locks(_ keys: Keys, in memory: Memory) -> Set<RowLock> {
        Set(memory.parcels.locks("parcel", keys.parcels, \.text))
    }

    package func load(_ keys: Keys, from memory: Memory) -> Rows {
        var rows = Rows()
        guard !keys.parcels.isEmpty else { return rows }
        rows.parcels = memory.parcels.select(keys.parcels)
        let sent = memory.parcels.rows.values.filter { keys.senders.contains($0.orderID) && !$0.isReturn }
        for parcel in sent.sorted(by: { $0.id.text < $1.id.text }) {
            guard let request = parcel.request else { continue }
            rows.senders[parcel.orderID, default: []].append(
                Sender(site: request.parcel.site, address: request.shipFrom))
        }
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
