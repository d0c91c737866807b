import Contracts
import Foundation
import Postgres
import TestSupport

/// One order as all services have it, and as the payment provider and the carrier have it.
struct OrderTruth {
    let externalID: String
    let headline: String
    let total: Int
    let money: WaybillSystem.Money
    /// Units by the coordinator's ledger.
    let ordered: Int
    let cancelled: Int
    let delivered: Int
    /// Units by inventory: held, and gone.
    let held: Int
    let consumed: Int
    /// Units by the scans that the warehouse took, and what it has to put back.
    let picked: Int
    let putBack: Int
    let putBackDone: Int
    let isHandedOver: Bool
    /// By the carrier's books.
    let labels: Int
    let voidedLabels: Int
    /// By the provider's books; nothing where it was not asked.
    let providerCaptured: Int
    let providerVoided: Int
    let providerRefunded: Int

    /// - Parameter prefix: of the external ids.
    static func all(_ prefix: String, in system: WaybillSystem) async throws -> [String: OrderTruth] {
        let rows = try await system.database.withConnection(schema: ServiceName.saga.schema) {
            try await $0.query(query, prefix + "%")
        }
        let truths = try rows.map { row in
            OrderTruth(
                externalID: try row.string(0), headline: try row.string(1), total: try row.int(2),
                money: WaybillSystem.Money(
                    authorised: try row.int(3), captured: try row.int(4), voided: try row.int(5),
                    refunded: try row.int(6)),
                ordered: try row.int(7), cancelled: try row.int(8), delivered: try row.int(9), held: try row.int(10),
                consumed: try row.int(11), picked: try row.int(12), putBack: try row.int(13),
                putBackDone: try row.int(14), isHandedOver: try row.bool(15), labels: try row.int(16),
                voidedLabels: try row.int(17), providerCaptured: try row.int(18), providerVoided: try row.int(19),
                providerRefunded: try row.int(20))
        }
        return Dictionary(uniqueKeysWithValues: truths.map { ($0.externalID, $0) })
    }

    private static let query = Statement(
        "test_truth",
        """
        SELECT o.external_id, s.headline, o.total, s.authorised, s.captured, s.voided, s.refunded,
            l.ordered, l.cancelled, l.delivered, i.held, i.consumed, w.picked, w.put_back, w.put_back_done,
            w.handed_over, c.labels, c.voids, p.captured, p.voided, p.refunded
        FROM saga.saga s JOIN saga.saga_order o USING (order_id)
        CROSS JOIN LATERAL (
            SELECT sum(ordered)::int8 AS ordered, sum(cancelled)::int8 AS cancelled, sum(delivered)::int8 AS delivered
            FROM saga.saga_line WHERE order_id = o.order_id) l
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(quantity - consumed - released), 0)::int8 AS held,
                coalesce(sum(consumed), 0)::int8 AS consumed
            FROM inventory.reservation r JOIN inventory.reservation_line v ON v.reservation_id = r.id
            WHERE r.order_id = o.order_id) i
        CROSS JOIN LATERAL (
            SELECT coalesce(bool_or(f.state = 'handed_over'), false) AS handed_over,
                coalesce(sum(f.picked), 0)::int8 AS picked, coalesce(sum(f.put_back), 0)::int8 AS put_back,
                coalesce(sum(f.put_back_done), 0)::int8 AS put_back_done
            FROM (
                SELECT state,
                    (SELECT sum(quantity) FROM warehouse.scan c
                     WHERE c.fulfilment_order_id = f.id AND action = 'pick' AND refusal IS NULL) AS picked,
                    (SELECT sum(put_back) FROM warehouse.fulfilment_line c WHERE c.fulfilment_order_id = f.id)
                        AS put_back,
                    (SELECT sum(put_back_done) FROM warehouse.fulfilment_line c WHERE c.fulfilment_order_id = f.id)
                        AS put_back_done
                FROM warehouse.fulfilment_order f WHERE f.order_id = o.order_id) f) w
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE operation = 'label') AS labels,
                count(*) FILTER (WHERE operation = 'void') AS voids
            FROM shipping.parcel p JOIN shipping.sandbox_carrier_ledger c
                ON c.tracking_number = p.tracking ->> 'trackingNumber'
            WHERE p.order_id = o.order_id AND NOT p.is_return) c
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(b.amount) FILTER (WHERE kind = 'capture'), 0)::int8 AS captured,
                coalesce(sum(b.amount) FILTER (WHERE kind = 'void'), 0)::int8 AS voided,
                coalesce(sum(b.amount) FILTER (WHERE kind = 'refund'), 0)::int8 AS refunded
            FROM payment.payment p JOIN payment.sandbox_provider b ON b.key LIKE '%/' || p.id::text || '/%'
            WHERE p.order_id = o.order_id AND b.is_done) p
        WHERE o.external_id LIKE $1::text
        """)
}
