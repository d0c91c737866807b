import AMQP
import Contracts
import FoundationEssentials
import Messaging
import Postgres
import TestSupport
import Testing
import WireJSON

@testable import Returns

@Suite("The service of returns")
struct ReturnsEngineTests {
    @Test("hears of each delivered parcel and opens its units once, however often it is told")
    func deliveries() async throws {
        try await ReturnsStoreTests.migrated { database in
            try await TestBroker.with { broker in
                let order = ReturnsFixture.order()
                let messages = (0..<20).map { _ in ReturnsFixture.delivered(order: order) }
                let known = messages.map { ReturnsFixture.envelope($0) }
                // The same parcels once more, under the same ids and under new ones.
                let envelopes = known + known + messages.map { ReturnsFixture.envelope($0) }
                try await RunningEngine.with(
                    .returns, store: ReturnsStore(),
                    handlers: HandlerMap<ReturnsStore>().on(ParcelDeliveredHandler.self), database: database,
                    broker: broker
                ) { _ in
                    try await broker.withAdministrator { administrator in
                        try await administrator.publishAndConfirm(envelopes.map(Self.outbound))
                    }
                    try await waitUntil("all are handled") {
                        try await Self.count("SELECT count(*) FROM inbox WHERE state = 0", in: database) == 40
                    }
                }
                #expect(try await Self.count("SELECT count(*) FROM returnable_line", in: database) == 20)
                #expect(
                    try await Self.count("SELECT sum(delivered_quantity)::int8 FROM returnable_line", in: database)
                        == 40)
                #expect(try await Self.count("SELECT count(*) FROM delivered_order", in: database) == 1)
                #expect(try await Self.count("SELECT count(*) FROM inbox WHERE state <> 0", in: database) == 0)
            }
        }
    }

    private static func outbound(_ envelope: Envelope) -> Outbound {
        var properties = MessageProperties()
        properties.contentType = Envelope.contentType
        properties.messageID = envelope.id.text
        return Outbound(
            id: 0, exchange: Topology.events,
            routingKey: Topology.routingKey(ofEvent: envelope.type, orderID: envelope.orderID ?? .zero),
            mandatory: true, properties: properties, body: envelope.jsonBytes)
    }

    private static func count(_ sql: StaticString, in database: TestDatabase) async throws -> Int {
        try await database.withConnection(schema: ServiceName.returns.schema) { connection in
            try await connection.query(Statement("count", sql)).first?.int(0) ?? -1
        }
    }
}
