import Contracts

/// What must hold over all services together, asked of their tables.
private struct Invariant {
    let what: String
    /// Gives how often it is broken.
    let sql: StaticString
}

extension WaybillSystem {
    /// Waits until nothing is under way, then asks every invariant.
    /// - Returns: one line for each that is broken.
    package func audit(within deadline: Duration = .seconds(180)) async throws -> [String] {
        for service in ServiceName.allCases {
            try await waitForCount(0, in: service, "SELECT count(*) FROM outbox", within: deadline)
            try await waitForCount(0, in: service, "SELECT count(*) FROM inbox WHERE state = 1", within: deadline)
            try await waitForCount(
                0, in: service, "SELECT count(*) FROM effect WHERE state IN (0, 1)", within: deadline)
        }
        var broken: [String] = []
        for invariant in Self.invariants {
            let count = try await count(in: .saga, invariant.sql)
            if count != 0 { broken.append("\(count) times: \(invariant.what)") }
        }
        for service in ServiceName.allCases {
            let parked = try await count(in: service, "SELECT count(*) FROM inbox WHERE state = 2")
            if parked != 0 { broken.append("\(parked) messages are parked in \(service.rawValue)") }
        }
        return broken
    }

    private static let invariants = [
        Invariant(
            what: "an accepted order has no saga",
            sql: """
                SELECT count(*) FROM order_intake.intake_order WHERE is_announced
                AND id NOT IN (SELECT order_id FROM saga.saga)
                """),
        Invariant(
            what: "a saga has no accepted order",
            sql: "SELECT count(*) FROM saga.saga WHERE order_id NOT IN (SELECT id FROM order_intake.intake_order)"),
        Invariant(
            what: "an order of a shop came in twice",
            sql: """
                SELECT count(*) FROM (SELECT 1 FROM saga.saga_order GROUP BY channel, shop, external_id
                HAVING count(*) > 1) AS twice
                """),
        Invariant(
            what: "a balance is not the sum of its ledger",
            sql: """
                SELECT count(*) FROM inventory.stock_balance b FULL JOIN (
                    SELECT sku, site, sum(on_hand) AS on_hand, sum(reserved) AS reserved
                    FROM inventory.stock_movement GROUP BY sku, site) m USING (sku, site)
                WHERE (b.on_hand, b.reserved) IS DISTINCT FROM (m.on_hand, m.reserved)
                """),
        Invariant(
            what: "what is reserved is not the sum of the open reservations",
            sql: """
                SELECT count(*) FROM inventory.stock_balance b LEFT JOIN (
                    SELECT sku, site, sum(quantity - consumed - released) AS open
                    FROM inventory.reservation_line GROUP BY sku, site) r USING (sku, site)
                WHERE b.reserved <> coalesce(r.open, 0)
                """),
        Invariant(
            what: "stock is oversold",
            sql: "SELECT count(*) FROM inventory.stock_balance WHERE reserved > on_hand OR reserved < 0 OR on_hand < 0"),
        Invariant(
            what: "an order has more than one reservation",
            sql: """
                SELECT count(*) FROM (SELECT 1 FROM inventory.reservation GROUP BY order_id HAVING count(*) > 1) AS twice
                """),
        Invariant(
            what: "what left the shelf is not what was handed over",
            sql: """
                SELECT count(*) FROM (
                    SELECT order_id, -sum(on_hand) AS units FROM inventory.stock_movement WHERE kind = 'consume'
                    GROUP BY order_id) c
                FULL JOIN (
                    SELECT order_id, sum(handed_over + delivered) AS units FROM saga.saga_line GROUP BY order_id
                    HAVING sum(handed_over + delivered) > 0) l USING (order_id)
                WHERE c.units IS DISTINCT FROM l.units
                """),
        Invariant(
            what: "an order has more than one payment",
            sql: "SELECT count(*) FROM (SELECT 1 FROM payment.payment GROUP BY order_id HAVING count(*) > 1) AS twice"),
        Invariant(
            what: "the coordinator and payment disagree about the money",
            sql: """
                SELECT count(*) FROM saga.saga s JOIN payment.payment p USING (order_id)
                WHERE s.phase = 'closed' AND p.custody <> 'courier' AND (s.captured, s.refunded) <> (p.captured, p.refunded)
                """),
        Invariant(
            what: "a closed order was not paid in full, or too much",
            sql: """
                SELECT count(*) FROM saga.saga s JOIN saga.saga_order o USING (order_id)
                WHERE s.phase = 'closed' AND s.captured - s.refunded <> o.total
                """),
        Invariant(
            what: "a cancelled order kept money",
            sql: """
                SELECT count(*) FROM saga.saga WHERE phase IN ('cancelled', 'expired')
                AND (captured <> refunded OR authorised <> voided + refunded)
                """),
        Invariant(
            // A payment under review is one whose figures differ.
            what: "money moved without our knowing, or we say that it moved and it did not",
            sql: """
                SELECT count(*) FROM (
                    SELECT kind, sum(amount) AS amount, count(*) AS calls FROM payment.sandbox_provider s
                    WHERE is_done AND NOT EXISTS (
                        SELECT FROM payment.payment p WHERE p.state = 'review' AND s.key LIKE '%' || p.id || '%')
                    GROUP BY kind) provider
                FULL JOIN (
                    SELECT o.kind, sum(o.amount) AS amount, count(*) AS calls FROM payment.payment_operation o
                    JOIN payment.payment p ON p.id = o.payment_id AND p.custody = 'gateway' AND p.state <> 'review'
                    WHERE o.state = 'done' GROUP BY o.kind) ours USING (kind)
                WHERE (provider.amount, provider.calls) IS DISTINCT FROM (ours.amount, ours.calls)
                """),
        Invariant(
            what: "a parcel has no label, or more than one",
            sql: """
                SELECT count(*) FROM shipping.parcel p
                WHERE p.state IN ('labelled', 'handed_over', 'delivered') AND 1 <> (
                    SELECT count(*) FROM shipping.sandbox_carrier_ledger l
                    WHERE l.operation = 'label' AND l.tracking_number = p.tracking ->> 'trackingNumber')
                """),
        Invariant(
            what: "more labels were bought than there are parcels",
            sql: """
                SELECT greatest(0, (SELECT count(*) FROM shipping.sandbox_carrier_ledger WHERE operation = 'label')
                    - (SELECT count(*) FROM shipping.parcel WHERE tracking IS NOT NULL))
                """),
        Invariant(
            what: "a fulfilment order is closed in the warehouse and not delivered, or the other way round",
            sql: """
                SELECT count(*) FROM warehouse.fulfilment_order f FULL JOIN shipping.parcel p USING (order_id)
                WHERE coalesce(f.state = 'handed_over', false) <> coalesce(p.state IN ('handed_over', 'delivered'), false)
                    AND (SELECT count(*) FROM warehouse.fulfilment_order WHERE order_id = f.order_id) = 1
                """),
        Invariant(
            what: "an unfinished order waits for nothing",
            sql: """
                SELECT count(*) FROM saga.saga
                WHERE phase IN ('running', 'undoing') AND deadline IS NULL AND NOT is_on_hold
                """),
    ]
}
