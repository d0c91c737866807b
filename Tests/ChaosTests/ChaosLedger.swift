import Contracts
import Postgres
import TestSupport

/// What the other side says: the provider's and the carrier's books by key, and the mailbox by Message-ID.
enum ChaosLedger {
    /// Accepted orders without a saga, and e-mails that we say were sent and nobody has got.
    static func lost(in system: WaybillSystem) async throws -> Int {
        let orders = try await system.count(
            in: .intake,
            """
            SELECT count(*) FROM order_intake.intake_order WHERE is_announced
            AND id NOT IN (SELECT order_id FROM saga.saga)
            """)
        let told = try await system.rows(in: .notifications, "SELECT message_id FROM notification WHERE state = 'sent'")
        let received = Set(messageIDs(in: system))
        return orders + (try told.filter { !received.contains(try $0.string(0)) }.count)
    }

    /// More money taken or labels bought than there are orders and parcels for, and e-mails under a second identity.
    static func doneTwice(in system: WaybillSystem) async throws -> Int {
        let money = try await system.count(
            in: .payment,
            """
            SELECT count(*) FROM payment p JOIN (
                SELECT split_part(key, '/', 2) AS payment, count(*) FILTER (WHERE kind = 'authorise') AS authorisations,
                       sum(amount) FILTER (WHERE kind = 'capture') AS captured,
                       sum(amount) FILTER (WHERE kind = 'refund') AS refunded
                FROM sandbox_provider WHERE is_done GROUP BY 1) s ON s.payment = p.id::text
            WHERE s.captured > p.amount OR s.refunded > s.captured OR s.authorisations > 1
            """)
        let labels = try await system.count(
            in: .shipping,
            """
            SELECT greatest(0, (SELECT count(*) FROM sandbox_carrier_ledger l WHERE operation = 'label' AND NOT EXISTS (
                    SELECT FROM sandbox_carrier_ledger v
                    WHERE v.operation = 'void' AND v.tracking_number = l.tracking_number))
                - (SELECT count(*) FROM parcel WHERE tracking IS NOT NULL AND state NOT IN ('void', 'void_requested')))
            """)
        let known = try await system.rows(in: .notifications, "SELECT message_id FROM notification").map {
            try $0.string(0)
        }
        return money + labels + Set(messageIDs(in: system)).subtracting(known).count
    }

    static func parked(in system: WaybillSystem) async throws -> Int {
        var sum = 0
        for service in ServiceName.allCases {
            sum += try await system.count(
                in: service,
                """
                SELECT (SELECT count(*) FROM inbox WHERE state = 2) + (SELECT count(*) FROM effect WHERE state = 4)
                    + (SELECT count(*) FROM outbox WHERE returned IS NOT NULL)
                """)
        }
        return sum
    }

    private static func messageIDs(in system: WaybillSystem) -> [String] {
        system.mail.messages.compactMap { mail in
            mail.split(whereSeparator: \.isNewline).first { $0.lowercased().hasPrefix("message-id:") }.map {
                String($0.dropFirst("message-id:".count).drop { $0 == " " })
            }
        }
    }
}
