import Contracts
import Postgres

/// What is not at its end yet.
struct Rest {
    /// A thing and how many of it.
    let open: [String]

    static func look(_ desk: Desk, taken: Int) async throws -> Rest {
        var open: [String] = []
        let known = try await desk.query(knownOrders).first?.int(0) ?? 0
        if known < taken { open.append("\(taken - known) orders that nobody knows") }
        for row in try await desk.query(counts) where try row.int(1) > 0 {
            open.append("\(try row.int(1)) \(try row.string(0))")
        }
        for service in ServiceName.allCases {
            guard let statement = engine[service] else { continue }
            for row in try await desk.query(statement) where try row.int(1) > 0 {
                open.append("\(try row.int(1)) \(try row.string(0)) of \(service.executable)")
            }
        }
        return Rest(open: open)
    }

    /// Orders that are not finished, those that nobody has seen included.
    static func ordersInFlight(_ desk: Desk, taken: Int) async throws -> Int {
        taken - (try await desk.query(finishedOrders).first?.int(0) ?? 0)
    }

    /// The numbers that we give; exchanges have names of their own. What a channel cancelled before we heard of it is
    /// recorded, and goes nowhere.
    private static let knownOrders = Statement(
        "chaos_known",
        """
        SELECT count(*) FROM order_intake.intake_order WHERE external_id ~ '^[0-9]+$'
        AND (NOT is_announced OR id IN (SELECT order_id FROM saga.saga_order))
        """)

    private static let finishedOrders = Statement(
        "chaos_finished",
        """
        SELECT (SELECT count(*) FROM saga.saga s JOIN saga.saga_order o USING (order_id)
                WHERE o.external_id ~ '^[0-9]+$' AND (s.phase NOT IN ('running', 'undoing') OR s.is_on_hold))
            + (SELECT count(*) FROM order_intake.intake_order WHERE external_id ~ '^[0-9]+$' AND NOT is_announced)
        """)

    private static let counts = Statement(
        "chaos_open",
        """
        SELECT 'orders under way', count(*) FROM saga.saga WHERE phase IN ('unborn', 'running', 'undoing') AND NOT is_on_hold
        UNION ALL SELECT 'returns under way', count(*) FROM returns.rma
            WHERE state NOT IN ('declined', 'closed', 'cancelled', 'expired')
        UNION ALL SELECT 'webhooks under way', count(*) FROM notifications.webhook_delivery
            WHERE state IN ('waiting', 'sending', 'retrying')
        UNION ALL SELECT 'e-mails under way', count(*) FROM notifications.notification WHERE state = 'pending'
        """)

    private static let engine: [ServiceName: Statement] = [
        .intake: Statement(
            "chaos_intake",
            """
            SELECT 'unsent messages', count(*) FROM order_intake.outbox WHERE returned IS NULL
            UNION ALL SELECT 'retries', count(*) FROM order_intake.inbox WHERE state = 1
            UNION ALL SELECT 'effects', count(*) FROM order_intake.effect WHERE state IN (0, 1)
            """),
        .saga: Statement(
            "chaos_saga",
            """
            SELECT 'unsent messages', count(*) FROM saga.outbox WHERE returned IS NULL
            UNION ALL SELECT 'retries', count(*) FROM saga.inbox WHERE state = 1
            """),
        .payment: Statement(
            "chaos_payment",
            """
            SELECT 'unsent messages', count(*) FROM payment.outbox WHERE returned IS NULL
            UNION ALL SELECT 'retries', count(*) FROM payment.inbox WHERE state = 1
            UNION ALL SELECT 'effects', count(*) FROM payment.effect WHERE state IN (0, 1)
            """),
        .inventory: Statement(
            "chaos_inventory",
            """
            SELECT 'unsent messages', count(*) FROM inventory.outbox WHERE returned IS NULL
            UNION ALL SELECT 'retries', count(*) FROM inventory.inbox WHERE state = 1
            """),
        .warehouse: Statement(
            "chaos_warehouse",
            """
            SELECT 'unsent messages', count(*) FROM warehouse.outbox WHERE returned IS NULL
            UNION ALL SELECT 'retries', count(*) FROM warehouse.inbox WHERE state = 1
            """),
        .shipping: Statement(
            "chaos_shipping",
            """
            SELECT 'unsent messages', count(*) FROM shipping.outbox WHERE returned IS NULL
            UNION ALL SELECT 'retries', count(*) FROM shipping.inbox WHERE state = 1
            UNION ALL SELECT 'effects', count(*) FROM shipping.effect WHERE state IN (0, 1)
            """),
        .returns: Statement(
            "chaos_returns",
            """
            SELECT 'unsent messages', count(*) FROM returns.outbox WHERE returned IS NULL
            UNION ALL SELECT 'retries', count(*) FROM returns.inbox WHERE state = 1
            """),
        .notifications: Statement(
            "chaos_notifications",
            """
            SELECT 'unsent messages', count(*) FROM notifications.outbox WHERE returned IS NULL
            UNION ALL SELECT 'retries', count(*) FROM notifications.inbox WHERE state = 1
            UNION ALL SELECT 'effects', count(*) FROM notifications.effect WHERE state IN (0, 1)
            """),
    ]
}
