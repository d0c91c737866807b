import Contracts
import Foundation
import Postgres

extension WaybillSystem {
    /// An order's money as the coordinator counts it, in minor units.
    package struct Money: Hashable {
        package let authorised: Int
        package let captured: Int
        package let voided: Int
        package let refunded: Int

        package init(authorised: Int, captured: Int, voided: Int, refunded: Int) {
            self.authorised = authorised
            self.captured = captured
            self.voided = voided
            self.refunded = refunded
        }
    }

    /// Waits for an order's headline.
    package func expect(_ headline: String, of order: Order, within deadline: Duration = .seconds(180)) async throws {
        try await waitUntil(
            "order \(order.externalID) is \(headline)", within: deadline, every: .milliseconds(50)
        ) {
            try await self.find(order, Self.headline)?.string(0) == headline
        }
    }

    package func orderID(of order: Order) async throws -> UUID {
        guard let id = try await find(order, Self.id)?.uuid(0) else {
            throw ServiceExecutable.Failed(description: "no saga of order \(order.externalID)")
        }
        return id
    }

    package func money(of order: Order) async throws -> Money? {
        try await find(order, Self.money).map { row in
            Money(
                authorised: try row.int(0), captured: try row.int(1), voided: try row.int(2), refunded: try row.int(3))
        }
    }

    /// The code of why it will not be fulfilled.
    package func reason(of order: Order) async throws -> String? {
        try await find(order, Self.reason)?.stringOrNil(0)
    }

    /// What it waits for a person for.
    package func hold(of order: Order) async throws -> String? {
        try await find(order, Self.hold)?.stringOrNil(0)
    }

    private func find(_ order: Order, _ statement: Statement) async throws -> PostgresRow? {
        try await database.withConnection(schema: ServiceName.saga.schema) { connection in
            try await connection.query(statement, order.channel, order.shop, order.externalID).first
        }
    }

    private static let headline = Statement(
        "test_headline",
        """
        SELECT s.headline FROM saga s JOIN saga_order o USING (order_id)
        WHERE (o.channel, o.shop, o.external_id) = ($1::text, $2::text, $3::text)
        """)

    private static let id = Statement(
        "test_id",
        "SELECT order_id FROM saga_order WHERE (channel, shop, external_id) = ($1::text, $2::text, $3::text)")

    private static let money = Statement(
        "test_money",
        """
        SELECT s.authorised, s.captured, s.voided, s.refunded FROM saga s JOIN saga_order o USING (order_id)
        WHERE (o.channel, o.shop, o.external_id) = ($1::text, $2::text, $3::text)
        """)

    private static let reason = Statement(
        "test_reason",
        """
        SELECT s.ending -> 'reason' ->> 'code' FROM saga s JOIN saga_order o USING (order_id)
        WHERE (o.channel, o.shop, o.external_id) = ($1::text, $2::text, $3::text)
        """)

    private static let hold = Statement(
        "test_hold",
        """
        SELECT s.hold FROM saga_step s JOIN saga_order o USING (order_id)
        WHERE (o.channel, o.shop, o.external_id) = ($1::text, $2::text, $3::text) AND s.hold IS NOT NULL
        """)
}
