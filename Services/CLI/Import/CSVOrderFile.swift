import CSV
import Contracts
import WireJSON

/// One order line a row; the rows of an order stand together and repeat what is the order's own.
struct CSVOrderFile: OrderFile {
    private var table: CSVTable
    private let shop: Storefront
    private var ahead: CSVTable.Row?
    private var seen: Set<String> = []

    /// - Throws: ``RowError`` when the header line is not what it should be.
    init(_ source: ByteSource, shop: Storefront) throws {
        table = try CSVTable(source)
        try table.require(
            "external_id", "placed_at", "currency", "total", "payment_method", "payment_state",
            knowing: CSVOrderColumns.all)
        self.shop = shop
        ahead = try table.next()
    }

    mutating func next() throws -> Result<ImportedOrder, RowErrors>? {
        guard let first = ahead else { return nil }
        ahead = nil
        guard let externalID = first.text("external_id") else {
            ahead = try table.next()
            let missing = RowError(line: first.line, place: "external_id", code: "missing", "external_id is required")
            return .failure(RowErrors(all: [first.fault ?? missing]))
        }
        var rows = [first]
        while let row = try table.next() {
            guard row.text("external_id") == externalID else {
                ahead = row
                break
            }
            rows.append(row)
        }
        guard seen.insert(externalID).inserted else {
            let error = RowError(
                line: first.line, place: "external_id", code: "not_together",
                "rows of order \(externalID) stand further up; the rows of an order must stand together")
            return .failure(RowErrors(all: [error]))
        }
        // An order of which one row is broken is refused whole: without that row it would ship short of a line.
        let faults = rows.compactMap(\.fault)
        guard faults.isEmpty else { return .failure(RowErrors(all: faults)) }
        var builder = CSVOrderBuilder(rows: rows, shop: shop)
        return builder.build(externalID)
    }
}
