import Postgres

/// Compares what we say with what the other sides say: the provider's and the carrier's books by key, e-mails by
/// Message-ID, webhooks by webhook-id. Asked when all is at rest.
struct Ledger {
    private(set) var lost: [String] = []
    private(set) var doneTwice: [String] = []

    static func compare(_ desk: Desk, mail: OutsideBooks, webhooks: OutsideBooks) async throws -> Ledger {
        var ledger = Ledger()
        for row in try await desk.query(Self.lost) {
            ledger.lost.append("\(try row.string(0)) \(try row.string(1))")
        }
        for row in try await desk.query(Self.twice) {
            ledger.doneTwice.append("\(try row.string(0)) \(try row.string(1))")
        }
        ledger.compare("e-mail", try await said(desk, Self.mails), with: try mail.read())
        ledger.compare("webhook", try await said(desk, Self.webhooks), with: try webhooks.read())
        return ledger
    }

    /// By id, whether we say that it was delivered.
    private static func said(_ desk: Desk, _ statement: Statement) async throws -> [String: Bool] {
        var said: [String: Bool] = [:]
        for row in try await desk.query(statement) { said[try row.string(0)] = try row.bool(1) }
        return said
    }

    /// The same under the same id is a repeat that the other side can see through; anything else is not.
    private mutating func compare(_ what: String, _ said: [String: Bool], with taken: [String: Set<Substring>]) {
        for (id, isDelivered) in said where isDelivered && taken[id] == nil {
            lost.append("\(what) \(id) was delivered, and nobody has got it")
        }
        for (id, contents) in taken {
            if said[id] == nil { doneTwice.append("\(what) \(id) came, and nobody here knows of it") }
            if contents.count > 1 { doneTwice.append("\(what) \(id) came with \(contents.count) contents") }
        }
    }

    private static let lost = Statement(
        "chaos_lost",
        """
        SELECT 'an accepted order without a saga:', external_id FROM order_intake.intake_order
        WHERE is_announced AND id NOT IN (SELECT order_id FROM saga.saga)
        UNION ALL
        SELECT 'money that the provider knows nothing of:', k.key FROM payment.payment_key k
        JOIN payment.payment p ON p.id = k.payment_id AND p.custody = 'gateway'
        LEFT JOIN payment.sandbox_provider s ON s.key = k.key
        WHERE k.state = 'done' AND s.is_done IS NOT TRUE
        UNION ALL
        SELECT 'a label that the carrier knows nothing of:', p.tracking ->> 'trackingNumber' FROM shipping.parcel p
        WHERE p.tracking ->> 'carrier' LIKE 'sandbox%' AND NOT EXISTS (
            SELECT FROM shipping.sandbox_carrier_ledger l
            WHERE l.operation = 'label' AND l.tracking_number = p.tracking ->> 'trackingNumber')
        UNION ALL
        SELECT 'a wish that was never answered:', o.external_id FROM saga.inbox i
        JOIN saga.saga_order o ON o.order_id = i.order_id
        WHERE i.type IN ('waybill.saga.order.cancel.v1', 'waybill.saga.order.change.v1') AND i.state = 0
        AND NOT EXISTS (SELECT FROM saga.reply r WHERE r.command_id = i.id)
        """)

    private static let twice = Statement(
        "chaos_twice",
        """
        SELECT 'the provider has done what we know nothing of:', s.key FROM payment.sandbox_provider s
        WHERE s.is_done AND NOT EXISTS (SELECT FROM payment.payment_key k WHERE k.key = s.key)
        UNION ALL
        SELECT 'the provider took or gave back more than we say, payment', p.id::text FROM payment.payment p
        JOIN LATERAL (
            SELECT coalesce(sum(amount) FILTER (WHERE kind = 'capture'), 0) AS captured,
                   coalesce(sum(amount) FILTER (WHERE kind = 'refund'), 0) AS refunded
            FROM payment.sandbox_provider
            WHERE is_done AND key IN (SELECT key FROM payment.payment_key WHERE payment_id = p.id)) s ON true
        WHERE p.custody = 'gateway' AND (s.captured > p.captured OR s.refunded > p.refunded)
        UNION ALL
        SELECT 'a label is paid for and no parcel has it:', l.tracking_number FROM shipping.sandbox_carrier_ledger l
        WHERE l.operation = 'label'
            AND NOT EXISTS (SELECT FROM shipping.parcel p WHERE p.tracking ->> 'trackingNumber' = l.tracking_number)
            AND NOT EXISTS (SELECT FROM shipping.sandbox_carrier_ledger v
                            WHERE v.operation = 'void' AND v.tracking_number = l.tracking_number)
        UNION ALL
        SELECT 'two labels of one parcel:', min(id::text) FROM (
            SELECT p.id, p.order_id, p.request ->> 'parcelId' AS parcel FROM shipping.parcel p
            WHERE p.state IN ('labelled', 'handed_over', 'delivered') AND p.request ? 'parcelId') AS bought
        GROUP BY order_id, parcel HAVING count(*) > 1
        UNION ALL
        SELECT 'an order came in twice:', external_id FROM saga.saga_order
        GROUP BY channel, shop, external_id HAVING count(*) > 1
        UNION ALL
        SELECT 'more was taken off the shelf than the order has, order', c.order_id::text FROM (
            SELECT order_id, -sum(on_hand) AS units FROM inventory.stock_movement WHERE kind = 'consume' GROUP BY order_id) c
        JOIN (SELECT order_id, sum(ordered) AS units FROM saga.saga_line GROUP BY order_id) l USING (order_id)
        WHERE c.units > l.units
        """)

    private static let mails = Statement(
        "chaos_mails", "SELECT message_id, state = 'sent' FROM notifications.notification")

    private static let webhooks = Statement(
        "chaos_webhooks", "SELECT id::text, state = 'delivered' FROM notifications.webhook_delivery")
}
