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

    static func publish(_ envelopes: [Envelope], to broker: TestBroker) async throws {
        try await broker.withAdministrator { try await $0.publishAndConfirm(envelopes.map(outbound)) }
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

    static func count(_ sql: StaticString, in database: TestDatabase) async throws -> Int {
        try await database.withConnection(schema: ServiceName.returns.schema) { connection in
            try await connection.query(Statement("count", sql)).first?.int(0) ?? -1
        }
    }
}

extension ReturnsEngineTests {
    @Test("gives the last unit to one of many who ask for it at once, from two processes")
    func contention() async throws {
        try await ReturnsStoreTests.migrated { database in
            try await TestBroker.with { broker in
                let service = ReturnsService(reader: NoPages())
                let order = ReturnsFixture.paidOrder()
                @Sendable func run(_ body: @escaping @Sendable () async throws -> Void) async throws {
                    try await RunningEngine.with(
                        .returns, store: service.store, handlers: service.handlers, database: database,
                        broker: broker, adjust: { $0.prefetch = 4 }
                    ) { _ in try await body() }
                }
                var delivered = ReturnsFixture.delivered(order: order, at: .wallClock)
                delivered.parcel.lines = [ParcelLine(lineID: "1", sku: "TEA-100", quantity: 3)]
                let parcel = ReturnsFixture.envelope(delivered)
                let asked = (0..<40).map { _ in
                    let request = RequestReturn(
                        lines: [ReturnLine(lineID: "1", quantity: 2, reason: "too_big")], actor: "customer")
                    return Envelope(
                        id: UUID(), source: "/test", type: RequestReturn.type, time: .wallClock, orderID: order.id,
                        data: request.jsonBytes)
                }
                try await run {
                    try await run {
                        try await Self.publish([parcel], to: broker)
                        try await waitUntil("the parcel is known") {
                            try await Self.count("SELECT count(*) FROM returnable_line", in: database) == 1
                        }
                        try await Self.ask(asked, broker)
                        try await waitUntil("all are answered") {
                            try await Self.count("SELECT count(*) FROM reply", in: database) == 40
                        }
                    }
                }
                #expect(try await Self.count("SELECT count(*) FROM rma", in: database) == 1)
                #expect(
                    try await Self.count("SELECT sum(returned_quantity)::int8 FROM returnable_line", in: database)
                        == 2)
                #expect(try await Self.count("SELECT count(*) FROM timer", in: database) == 1)
            }
        }
    }

    @Test("answers a shop's request that comes again once more, with the same bytes")
    func repeatedRequest() async throws {
        try await ReturnsStoreTests.migrated { database in
            try await TestBroker.with { broker in
                let service = ReturnsService(reader: NoPages())
                let request = RequestReturn(
                    lines: [ReturnLine(lineID: "1", quantity: 1, reason: "too_big")], actor: "web/main")
                let envelope = Envelope(
                    id: UUID(), source: "/test", type: RequestReturn.type, time: .wallClock, orderID: UUID(),
                    channel: "web/main", data: request.jsonBytes)
                try await RunningEngine.with(
                    .returns, store: service.store, handlers: service.handlers, database: database, broker: broker
                ) { _ in
                    try await broker.withAdministrator { administrator in
                        _ = try await administrator.declareQueue("test.answers")
                        try await administrator.bind(
                            queue: "test.answers", exchange: Topology.publicEvents, routingKey: "answer.web.main")
                        var answers: [[UInt8]] = []
                        while answers.count < 2 {
                            try await Self.ask([envelope], broker)
                            try await waitUntil("an answer") {
                                guard let delivery = try await administrator.get("test.answers") else { return false }
                                answers.append(delivery.body)
                                return true
                            }
                        }
                        #expect(answers[0] == answers[1])
                        let answer = try ReceivedMessage(parsing: answers[0]).payload(ReturnAnswered.self)
                        #expect(!answer.accepted && answer.reason?.code == "not_delivered")
                    }
                }
            }
        }
    }

    private static func ask(_ envelopes: [Envelope], _ broker: TestBroker) async throws {
        let messages = envelopes.map { envelope in
            var properties = MessageProperties()
            properties.contentType = Envelope.contentType
            properties.messageID = envelope.id.text
            return Outbound(
                id: 0, exchange: Topology.commands,
                routingKey: Topology.routingKey(ofCommand: envelope.type, orderID: envelope.orderID ?? .zero),
                mandatory: true, properties: properties, body: envelope.jsonBytes)
        }
        try await broker.withAdministrator { try await $0.publishAndConfirm(messages) }
    }

    private struct NoPages: ReturnPageReading {
        func page(token: String) async throws -> ReturnPage? { nil }
        func answer(to requestID: UUID) async throws -> ReturnAnswered? { nil }
    }
}
