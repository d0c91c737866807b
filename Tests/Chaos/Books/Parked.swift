import Postgres

/// What waits for a person, over all services.
enum Parked {
    static func count(_ desk: Desk) async throws -> Int {
        try await desk.query(statement).first?.int(0) ?? 0
    }

    private static let statement = Statement(
        "chaos_parked",
        """
        SELECT sum(parked)::int8 FROM (
            SELECT count(*) AS parked FROM order_intake.inbox WHERE state = 2
            UNION ALL SELECT count(*) FROM saga.inbox WHERE state = 2
            UNION ALL SELECT count(*) FROM payment.inbox WHERE state = 2
            UNION ALL SELECT count(*) FROM inventory.inbox WHERE state = 2
            UNION ALL SELECT count(*) FROM warehouse.inbox WHERE state = 2
            UNION ALL SELECT count(*) FROM shipping.inbox WHERE state = 2
            UNION ALL SELECT count(*) FROM returns.inbox WHERE state = 2
            UNION ALL SELECT count(*) FROM notifications.inbox WHERE state = 2
            UNION ALL SELECT count(*) FROM payment.effect WHERE state = 4
            UNION ALL SELECT count(*) FROM shipping.effect WHERE state = 4
            UNION ALL SELECT count(*) FROM notifications.effect WHERE state = 4
            UNION ALL SELECT count(*) FROM notifications.webhook_delivery WHERE state = 'parked'
        ) AS each
        """)
}
