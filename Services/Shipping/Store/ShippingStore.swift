import Contracts
import FoundationEssentials
import Messaging
import Postgres

/// Shipping's rows. Locks: parcels in the order of their ids.
public struct ShippingStore: ServiceStore {
    public struct Keys: Sendable {
        package var parcels: Set<UUID> = []
        /// Orders of which it is wanted who sent their parcels.
        package var senders: Set<UUID> = []
    }

    /// Where a parcel of an order was sent from.
    package struct Sender: Hashable, Sendable {
        /// The site's code.
        package var site: String
        package var address: Address
    }

    public struct Rows: Sendable {
        package var parcels = Table<UUID, ShippedParcel>()
        /// Scans that are in the books, per parcel.
        package var scans: [UUID: Set<CarrierScan>] = [:]
        /// By order.
        package var senders: [UUID: [Sender]] = [:]
        package private(set) var newScans: [RecordedScan] = []

        package init() {}

        /// Whether a scan was not reported before. A carrier reports its whole list at every question.
        package func isNew(_ scan: CarrierScan, of parcelID: UUID) -> Bool {
            let key = CarrierScan(status: scan.status, at: scan.at)
            return !(scans[parcelID]?.contains(key) ?? false)
        }

        package mutating func record(_ scan: CarrierScan, of parcelID: UUID, counted: Bool) {
            scans[parcelID, default: []].insert(CarrierScan(status: scan.status, at: scan.at))
            newScans.append(RecordedScan(parcelID: parcelID, scan: scan, counted: counted))
        }
    }

    package struct RecordedScan: Hashable, Sendable {
        package var parcelID: UUID
        package var scan: CarrierScan
        package var counted: Bool
    }

    package init() {}

    public static func noKeys() -> Keys { Keys() }

    public func load(_ keys: Keys, in transaction: inout Transaction) throws -> Rows {
        var rows = Rows()
        guard !keys.parcels.isEmpty else { return rows }
        let senders = keys.senders.isEmpty ? nil : try ParcelTable.selectSenders(keys.senders, in: &transaction)
        let parcels = try ParcelTable.select(keys.parcels, in: &transaction)
        let scans = try CarrierScanTable.select(keys.parcels, in: &transaction)
        if let senders { rows.senders = try ParcelTable.readSenders(senders, in: &transaction) }
        rows.parcels = try ParcelTable.read(parcels, in: &transaction)
        rows.scans = try CarrierScanTable.read(scans, in: &transaction)
        return rows
    }

    public func save(_ rows: Rows, in transaction: inout Transaction) throws {
        try ParcelTable.write(rows.parcels, in: &transaction)
        try CarrierScanTable.write(rows.newScans, in: &transaction)
    }
}
