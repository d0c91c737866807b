import Messaging
import Postgres

/// SQL of `scan`.
enum ScanTable {
    private static let select = Statement(
        "scan_select",
        """
        SELECT id, fulfilment_order_id, worker, action, bin, barcode, quantity, refusal
        FROM scan WHERE id = ANY($1::text[])
        """)

    private static let insert = Statement(
        "scan_insert",
        """
        INSERT INTO scan (id, fulfilment_order_id, worker, action, bin, barcode, quantity, refusal)
        SELECT unnest($1::text[]), unnest($2::uuid[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]),
               unnest($6::text[]), unnest($7::int4[]), unnest($8::text[])
        """)

    static func select(_ ids: Set<String>, in transaction: inout Transaction) throws -> Ticket? {
        ids.isEmpty ? nil : try transaction.send(select, Array(ids))
    }

    static func read(_ ticket: Ticket, in transaction: inout Transaction) throws -> Table<String, ScanRecord> {
        var table = Table<String, ScanRecord>()
        for row in try transaction.read(ticket) {
            let record = ScanRecord(
                id: try row.string(0), fulfilmentOrderID: try row.uuid(1), worker: try row.string(2),
                action: try row.string(3), bin: try row.stringOrNil(4), barcode: try row.string(5),
                quantity: try row.int(6), refusal: try row.stringOrNil(7))
            table.load(record, as: record.id)
        }
        return table
    }

    static func write(_ table: Table<String, ScanRecord>, in transaction: inout Transaction) throws {
        let scans = table.inserted.sorted { $0.id < $1.id }
        guard !scans.isEmpty else { return }
        try transaction.send(
            insert, scans.map(\.id), scans.map(\.fulfilmentOrderID), scans.map(\.worker), scans.map(\.action),
            scans.map(\.bin), scans.map(\.barcode), scans.map { Int32($0.quantity) }, scans.map(\.refusal))
    }
}
