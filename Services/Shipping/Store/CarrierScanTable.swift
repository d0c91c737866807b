import Contracts
import FoundationEssentials
import Messaging
import Postgres

/// SQL of `carrier_scan`.
enum CarrierScanTable {
    private static let select = Statement(
        "carrier_scan_select", "SELECT parcel_id, at, status FROM carrier_scan WHERE parcel_id = ANY($1::uuid[])")

    private static let insert = Statement(
        "carrier_scan_insert",
        """
        INSERT INTO carrier_scan (parcel_id, at, status, place, counted)
        SELECT unnest($1::uuid[]), unnest($2::timestamptz[]), unnest($3::text[]), unnest($4::text[]), unnest($5::bool[])
        ON CONFLICT DO NOTHING
        """)

    static func select(_ parcels: Set<UUID>, in transaction: inout Transaction) throws -> Ticket {
        try transaction.send(select, Array(parcels))
    }

    static func read(_ ticket: Ticket, in transaction: inout Transaction) throws -> [UUID: Set<CarrierScan>] {
        var scans: [UUID: Set<CarrierScan>] = [:]
        for row in try transaction.read(ticket) {
            let scan = CarrierScan(
                status: TrackingStatus(rawValue: try row.string(2)),
                at: Timestamp(microseconds: try row.timestamp(1)))
            scans[try row.uuid(0), default: []].insert(scan)
        }
        return scans
    }

    static func write(_ scans: [ShippingStore.RecordedScan], in transaction: inout Transaction) throws {
        guard !scans.isEmpty else { return }
        try transaction.send(
            insert, scans.map(\.parcelID), scans.map(\.scan.at.postgresTimestamp), scans.map(\.scan.status.rawValue),
            scans.map(\.scan.place), scans.map(\.counted))
    }
}
