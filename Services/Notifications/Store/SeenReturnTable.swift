import FoundationEssentials
import Messaging
import Postgres

/// SQL of `return_seen`.
enum SeenReturnTable {
    private static let select = Statement(
        "return_seen_select",
        """
        SELECT return_id, sequence FROM return_seen WHERE return_id = ANY($1::uuid[]) ORDER BY return_id
        FOR NO KEY UPDATE
        """)

    private static let save = Statement(
        "return_seen_save",
        """
        INSERT INTO return_seen (return_id, sequence) SELECT unnest($1::uuid[]), unnest($2::int8[])
        ON CONFLICT (return_id) DO UPDATE
        SET sequence = greatest(return_seen.sequence, excluded.sequence), updated_at = now()
        """)

    static func select(_ ids: Set<UUID>, in transaction: inout Transaction) throws -> Ticket {
        try transaction.send(select, Array(ids))
    }

    static func read(_ ticket: Ticket, in transaction: inout Transaction) throws -> Table<UUID, SeenReturn> {
        let rows = try transaction.read(ticket).map {
            SeenReturn(returnID: try $0.uuid(0), sequence: try $0.int64(1))
        }
        return Table(rows, by: \.returnID)
    }

    static func write(_ table: Table<UUID, SeenReturn>, in transaction: inout Transaction) throws {
        let rows = (table.inserted + table.updated).sorted { $0.returnID.uuidString < $1.returnID.uuidString }
        guard !rows.isEmpty else { return }
        try transaction.send(save, rows.map(\.returnID), rows.map(\.sequence))
    }
}
