import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// SQL of `saga_order`. A statement of its own, not a join: it must be read after the saga's lock is held.
enum OrderTable {
    static let select = Statement(
        "saga_order_select", "SELECT order_id, document::text FROM saga_order WHERE order_id = ANY($1::uuid[])")

    private static let upsert = Statement(
        "saga_order_upsert",
        """
        INSERT INTO saga_order (order_id, channel, shop, external_id, number, currency, total, placed_at, document)
        SELECT order_id, channel, shop, external_id, number, currency, total, placed_at, document::json
        FROM (SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]),
                     unnest($6::text[]), unnest($7::int8[]), unnest($8::timestamptz[]), unnest($9::text[]))
            AS m (order_id, channel, shop, external_id, number, currency, total, placed_at, document)
        ON CONFLICT (order_id) DO UPDATE SET number = excluded.number, currency = excluded.currency,
            total = excluded.total, placed_at = excluded.placed_at, document = excluded.document
        """)

    static func read(_ rows: PostgresRows, into sagas: inout [UUID: OrderSaga]) throws {
        for row in rows { sagas[try row.uuid(0)]?.order = try Order.parse(try row.json(1), limits: .message) }
    }

    static func write(_ rows: [SagaRow], in transaction: inout Transaction) throws {
        let changed = rows.filter { !$0.saga.hasOrder(of: $0.loaded) }.compactMap(\.saga.order)
        guard !changed.isEmpty else { return }
        try transaction.send(
            upsert, changed.map(\.id), changed.map(\.channel), changed.map(\.shop), changed.map(\.externalID),
            changed.map(\.number), changed.map(\.currency.rawValue), changed.map(\.total),
            changed.map(\.placedAt.postgresTimestamp), changed.map(\.jsonText))
    }
}
