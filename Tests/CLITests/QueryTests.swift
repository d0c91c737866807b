import Contracts
import Foundation
import Postgres
import Testing
import TestSupport

@testable import WaybillCLI

@Suite("What the commands read")
struct QueryTests {
    @Test("every service's engine state, parked work and an order's timeline can be read from its schema")
    func readable() async throws {
        try await SchemaFixture.with { _, session in
            for service in ServiceName.allCases {
                #expect(try await EngineState.load(service, in: session).outbox == 0)
            }
            #expect(try await ParkedItem.all(of: ServiceName.allCases, limit: 10, in: session).isEmpty)
            #expect(try await OrderTimeline.load(of: UUID(), in: session).entries.isEmpty)
            #expect(try await OrderDetails.load(UUID(), in: session) == nil)
            let saga = try await session.database(.saga)
            let nothing: String? = nil
            #expect(try await saga.query(OrderQueries.list, nothing, nothing, nothing, 5, false).isEmpty)
            #expect(try await saga.query(OrderQueries.counts).isEmpty)
            let inventory = try await session.database(.inventory)
            #expect(try await inventory.query(StockQueries.balances, nothing, 5).isEmpty)
            #expect(try await inventory.query(StockQueries.ledger, "TEA", nothing, 5).isEmpty)
            #expect(try await inventory.query(StockQueries.backorders, nothing, 5).isEmpty)
            #expect(try await session.database(.intake).query(ShopQueries.all).isEmpty)
            #expect(try await session.database(.intake).query(ChannelQueries.all, nothing).isEmpty)
            #expect(try await session.database(.intake).query(ChannelQueries.recovered, nothing, 5).isEmpty)
            let returns = try await session.database(.returns)
            let noOrder: UUID? = nil
            #expect(try await returns.query(ReturnQueries.list, noOrder, true, 5).isEmpty)
            #expect(try await returns.query(ReturnQueries.find, "4a").isEmpty)
            for statement in [ReturnQueries.header, ReturnQueries.lines, ReturnQueries.settlements] {
                #expect(try await returns.query(statement, UUID()).isEmpty)
            }
            let notifications = try await session.database(.notifications)
            #expect(try await notifications.query(WebhookQueries.endpoints).isEmpty)
            #expect(try await notifications.query(WebhookQueries.deliveries, noOrder, true, 5).isEmpty)
        }
    }

    @Test("an order that nobody knows is said to be unknown")
    func unknownOrder() async throws {
        try await SchemaFixture.with { _, session in
            let error = await #expect(throws: OperatorError.self) {
                try await OrderReference.find("#4711", in: session)
            }
            #expect(error?.message == "there is no order #4711")
        }
    }

    @Test("a message that is parked is found with its reason, and belongs to its service")
    func parked() async throws {
        try await SchemaFixture.with { database, session in
            let id = UUID()
            try await database.withConnection(schema: "inventory") { connection in
                try await connection.execute(
                    script: """
                        INSERT INTO inbox (order_id, id, hash, type, source, sent_at, state, reason, envelope)
                        VALUES ('\(UUID().text)', '\(id.text)', '', 'waybill.inventory.reserve.v1', '/x', now(), 2, 'why', '{}')
                        """)
            }
            let items = try await ParkedItem.all(of: ServiceName.allCases, limit: 10, in: session)
            #expect(items.map(\.service) == [.inventory])
            #expect(items.map(\.reason) == ["why"])
            let owners = try await ParkedItem.owners(of: [id], in: session)
            #expect(owners.map(\.service) == [.inventory])
            await #expect(throws: OperatorError.self) { _ = try await ParkedItem.owners(of: [UUID()], in: session) }
        }
    }
}
