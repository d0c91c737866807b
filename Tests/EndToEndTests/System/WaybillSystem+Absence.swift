import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

/// Services that are away, and what becomes of the orders that ask them.
extension WaybillSystem {
    /// Lets a service be away: its process drains, and another one is there when this is over.
    func without(_ service: ServiceName, _ body: () async throws -> Void) async throws {
        let process = try #require(services.first { $0.name == service.executable })
        #expect(process.stop() == 0, "\(service.rawValue) did not drain")
        remove(process)
        do {
            try await body()
        } catch {
            try add(service)
            throw error
        }
        try add(service)
        try await ready()
    }

    /// Lets days pass until the coordinator has given up asking for a step of these orders.
    /// - Parameter externalIDs: with `%` for any characters.
    func exhaust(_ step: String, of externalIDs: String) async throws {
        // No step is asked for as often.
        for _ in 0..<20 {
            let asked = try await asked(for: step, of: externalIDs)
            if asked.held == asked.orders { return }
            try await letDaysPass(2, for: externalIDs)
            try await waitUntil("\(step) of \(externalIDs) is asked for again", every: .milliseconds(50)) {
                let now = try await self.asked(for: step, of: externalIDs)
                return now.held == now.orders || now.attempts > asked.attempts
            }
        }
        throw ServiceExecutable.Failed(description: "\(step) of \(externalIDs) is asked for without end")
    }

    /// How many orders wait for a step, how often each has asked at least, and how many do so no more.
    private func asked(
        for step: String, of externalIDs: String
    ) async throws -> (orders: Int, attempts: Int, held: Int) {
        try await database.withConnection(schema: ServiceName.saga.schema) { connection in
            let row = try #require(try await connection.query(Self.asked, externalIDs, step).first)
            return (try row.int(0), try row.int(1), try row.int(2))
        }
    }

    private static let asked = Statement(
        "test_asked",
        """
        SELECT count(*), coalesce(min(attempts), 0)::int8, count(*) FILTER (WHERE hold = 'step_exhausted')
        FROM saga_step WHERE step = $2::text AND status = 'sent'
            AND order_id IN (SELECT order_id FROM saga_order WHERE external_id LIKE $1::text)
        """)
}
