import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// SQL of `rma`, `rma_line` and `rma_settlement`. A return's order is locked before it.
enum RMATable {
    struct Tickets {
        let rmas: Ticket
        let lines: Ticket
        let settlements: Ticket
    }

    private static let select = Statement(
        "rma_select",
        """
        SELECT id, order_id, state, origin, settlement, policy_version, document, version FROM rma
        WHERE id = ANY($1::uuid[]) OR id = ANY(ARRAY(SELECT rma_id FROM rma_settlement WHERE id = ANY($2::uuid[])))
        ORDER BY id FOR NO KEY UPDATE
        """)

    private static let selectUnlocked = Statement(
        "rma_select_unlocked",
        """
        SELECT id, order_id, state, origin, settlement, policy_version, document, version FROM rma
        WHERE id = ANY($1::uuid[])
        """)

    private static let selectLines = Statement(
        "rma_line_select",
        """
        SELECT rma_id, line_id, sku, quantity, reason, condition, document, received, restocked, quarantined,
               written_off, sent_back, lapsed, settled, goods, charges
        FROM rma_line
        WHERE rma_id = ANY($1::uuid[])
            OR rma_id = ANY(ARRAY(SELECT rma_id FROM rma_settlement WHERE id = ANY($2::uuid[])))
        ORDER BY rma_id, line_id
        """)

    private static let selectSettlements = Statement(
        "rma_settlement_select",
        """
        SELECT rma_id, ordinal, kind, amount, state FROM rma_settlement
        WHERE rma_id = ANY($1::uuid[])
            OR rma_id = ANY(ARRAY(SELECT rma_id FROM rma_settlement WHERE id = ANY($2::uuid[])))
        ORDER BY rma_id, ordinal
        """)

    private static let save = Statement(
        "rma_save",
        """
        INSERT INTO rma (id, order_id, state, origin, settlement, policy_version, document, version)
        SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]),
               unnest($6::int4[]), unnest($7::jsonb[]), unnest($8::int8[])
        ON CONFLICT (id) DO UPDATE
        SET state = excluded.state, document = excluded.document, version = excluded.version, updated_at = now()
        """)

    private static let saveLines = Statement(
        "rma_line_save",
        """
        INSERT INTO rma_line (rma_id, line_id, sku, quantity, reason, condition, document, received, restocked,
                              quarantined, written_off, sent_back, lapsed, settled, goods, charges)
        SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::int4[]), unnest($5::text[]),
               unnest($6::text[]), unnest($7::jsonb[]), unnest($8::int4[]), unnest($9::int4[]), unnest($10::int4[]),
               unnest($11::int4[]), unnest($12::int4[]), unnest($13::int4[]), unnest($14::int4[]), unnest($15::int8[]),
               unnest($16::int8[])
        ON CONFLICT (rma_id, line_id) DO UPDATE
        SET received = excluded.received, restocked = excluded.restocked, quarantined = excluded.quarantined,
            written_off = excluded.written_off, sent_back = excluded.sent_back, lapsed = excluded.lapsed,
            settled = excluded.settled, goods = excluded.goods, charges = excluded.charges
        """)

    private static let saveSettlements = Statement(
        "rma_settlement_save",
        """
        INSERT INTO rma_settlement (id, rma_id, ordinal, kind, amount, state)
        SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::int4[]), unnest($4::text[]), unnest($5::int8[]),
               unnest($6::text[])
        ON CONFLICT (id) DO UPDATE SET state = excluded.state, updated_at = now()
        """)

    static func select(_ keys: ReturnsStore.Keys, in transaction: inout Transaction) throws -> Tickets {
        let (returns, refunds) = (Array(keys.returns), Array(keys.refunds))
        return Tickets(
            rmas: try transaction.send(select, returns, refunds),
            lines: try transaction.send(selectLines, returns, refunds),
            settlements: try transaction.send(selectSettlements, returns, refunds))
    }

    /// For whoever only looks.
    static func selectUnlocked(_ ids: [UUID], in transaction: inout Transaction) throws -> Tickets {
        Tickets(
            rmas: try transaction.send(selectUnlocked, ids),
            lines: try transaction.send(selectLines, ids, [UUID]()),
            settlements: try transaction.send(selectSettlements, ids, [UUID]()))
    }

    static func read(_ tickets: Tickets, in transaction: inout Transaction) throws -> Table<UUID, RMA> {
        var found: [UUID: RMA] = [:]
        for row in try transaction.read(tickets.rmas) {
            let rma = RMA(
                id: try row.uuid(0), orderID: try row.uuid(1), state: ReturnState(rawValue: try row.string(2)),
                origin: RMAOrigin(rawValue: try row.string(3)),
                settlement: ReturnSettlementKind(rawValue: try row.string(4)), policyVersion: try row.int(5),
                details: try RMADetails.parse(try row.json(6)), lines: [], version: try row.int64(7))
            found[rma.id] = rma
        }
        for row in try transaction.read(tickets.lines) { found[try row.uuid(0)]?.lines.append(try line(row)) }
        for row in try transaction.read(tickets.settlements) {
            let id = try row.uuid(0)
            found[id]?.settlements.append(
                RMASettlement(
                    returnID: id, ordinal: try row.int(1), kind: ReturnSettlementKind(rawValue: try row.string(2)),
                    amount: try row.int64(3), state: .init(rawValue: try row.string(4)) ?? .pending))
        }
        return Table(found.values, by: \.id)
    }

    private static func line(_ row: PostgresRow) throws -> RMALine {
        var line = RMALine(
            lineID: try row.string(1), sku: try row.string(2), quantity: try row.int(3), reason: try row.string(4),
            condition: try row.stringOrNil(5), terms: try RMALine.Terms.parse(try row.json(6)))
        line.received = try row.int(7)
        line.restocked = try row.int(8)
        line.quarantined = try row.int(9)
        line.writtenOff = try row.int(10)
        line.sentBack = try row.int(11)
        line.lapsed = try row.int(12)
        line.settled = try row.int(13)
        line.goods = try row.int64(14)
        line.charges = try row.int64(15)
        return line
    }

    static func write(_ table: Table<UUID, RMA>, in transaction: inout Transaction) throws {
        let rmas = (table.inserted + table.updated).sorted { $0.id.text < $1.id.text }
        guard !rmas.isEmpty else { return }
        try transaction.send(
            save, rmas.map(\.id), rmas.map(\.orderID), rmas.map(\.state.rawValue), rmas.map(\.origin.rawValue),
            rmas.map(\.settlement.rawValue), rmas.map { Int32($0.policyVersion) },
            rmas.map(\.details.postgresJSON), rmas.map(\.version))
        let lines = rmas.flatMap { rma in rma.lines.map { (id: rma.id, line: $0) } }
        func counts(_ path: KeyPath<RMALine, Int>) -> [Int32] { lines.map { Int32(clamping: $0.line[keyPath: path]) } }
        try transaction.send(
            saveLines, lines.map(\.id), lines.map(\.line.lineID), lines.map(\.line.sku), counts(\.quantity),
            lines.map(\.line.reason), lines.map(\.line.condition), lines.map(\.line.terms.postgresJSON),
            counts(\.received), counts(\.restocked), counts(\.quarantined), counts(\.writtenOff), counts(\.sentBack),
            counts(\.lapsed), counts(\.settled), lines.map(\.line.goods), lines.map(\.line.charges))
        let settlements = rmas.flatMap { rma in rma.settlements.map { (id: rma.id, settlement: $0) } }
        guard !settlements.isEmpty else { return }
        try transaction.send(
            saveSettlements, settlements.map(\.settlement.id), settlements.map(\.id),
            settlements.map { Int32($0.settlement.ordinal) }, settlements.map(\.settlement.kind.rawValue),
            settlements.map(\.settlement.amount), settlements.map(\.settlement.state.rawValue))
    }
}
