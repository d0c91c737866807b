import Contracts
import FoundationEssentials
import Messaging
import Postgres

/// SQL of `settled_line`. The order's row is locked before, so that these need no lock of their own.
enum SettledLineTable {
    private static let select = Statement(
        "settled_line_select",
        """
        SELECT order_id, line_id, ordered, settled, version FROM settled_line
        WHERE order_id = ANY(ARRAY(
            SELECT unnest($1::uuid[])
            UNION SELECT order_id FROM rma WHERE id = ANY($2::uuid[])
            UNION SELECT r.order_id FROM rma_settlement s JOIN rma r ON r.id = s.rma_id WHERE s.id = ANY($3::uuid[])))
        """)

    private static let save = Statement(
        "settled_line_save",
        """
        INSERT INTO settled_line (order_id, line_id, ordered, settled, version)
        SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::int4[]), unnest($4::int4[]), unnest($5::int8[])
        ON CONFLICT (order_id, line_id) DO UPDATE SET settled = excluded.settled, version = excluded.version
        """)

    static func select(_ keys: ReturnsStore.Keys, in transaction: inout Transaction) throws -> Ticket {
        try transaction.send(select, Array(keys.wholeOrders), Array(keys.returns), Array(keys.refunds))
    }

    static func read(
        _ ticket: Ticket, in transaction: inout Transaction
    ) throws -> Table<SettledLine.Key, SettledLine> {
        var table = Table<SettledLine.Key, SettledLine>()
        for row in try transaction.read(ticket) {
            let line = SettledLine(
                key: .init(orderID: try row.uuid(0), lineID: try row.string(1)), ordered: try row.int(2),
                settled: try row.int(3), version: try row.int64(4))
            table.load(line, as: line.key)
        }
        return table
    }

    static func write(_ table: Table<SettledLine.Key, SettledLine>, in transaction: inout Transaction) throws {
        let lines = (table.inserted + table.updated).sorted {
            ($0.key.orderID.text, $0.key.lineID) < ($1.key.orderID.text, $1.key.lineID)
        }
        guard !lines.isEmpty else { return }
        try transaction.send(
            save, lines.map(\.key.orderID), lines.map(\.key.lineID), lines.map { Int32(clamping: $0.ordered) },
            lines.map { Int32(clamping: $0.settled) }, lines.map(\.version))
    }
}
