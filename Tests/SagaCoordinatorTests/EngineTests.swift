import AMQP
import Contracts
import FoundationEssentials
import Logging
import Messaging
import Postgres
import ServiceKit
import TestSupport
import Testing
import WireJSON

@testable import SagaCoordinator

@Suite("The coordinator on the real engine")
struct EngineTests {
    @Test("an accepted order becomes a command to the payment service, and its answer one to the inventory")
    func firstSteps() async throws {
        try await Self.withCoordinator { administrator in
            try await Self.publish(OrderAccepted(order: Orders.make()), on: administrator)
            let authorise = try await Self.next(AuthorisePayment.self, from: .payment, on: administrator)
            #expect(authorise.amount == 4989)
            let authorised = PaymentAuthorised(paymentID: authorise.paymentID, authorised: 4989, captured: 0)
            try await Self.publish(authorised, on: administrator)
            let reserve = try await Self.next(ReserveStock.self, from: .inventory, on: administrator)
            #expect(reserve.lines.map(\.lineID) == ["L1", "L2"])
        }
    }

    @Test("a shop's cancel that comes again is answered again, with the same bytes")
    func repeatedCancel() async throws {
        try await Self.withCoordinator { administrator in
            _ = try await administrator.declareQueue("test.answers")
            try await administrator.bind(
                queue: "test.answers", exchange: Topology.publicEvents, routingKey: "answer.shopify.teashop")
            try await Self.publish(OrderAccepted(order: Orders.make()), on: administrator)
            _ = try await Self.next(AuthorisePayment.self, from: .payment, on: administrator)
            let cancel = Envelope(
                id: .v5("cancel"), source: "/waybill/intake", type: CancelOrder.type, time: Timestamp(seconds: 1),
                orderID: Orders.id, channel: "shopify/teashop",
                data: CancelOrder(reason: "customer", actor: "shopify/teashop", isPreview: true).jsonBytes)
            var answers: [[UInt8]] = []
            while answers.count < 2 {
                try await administrator.publishAndConfirm([
                    Outbound(
                        id: 0, exchange: Topology.commands,
                        routingKey: Topology.routingKey(ofCommand: CancelOrder.type, orderID: Orders.id),
                        mandatory: true, properties: MessageProperties(contentType: Envelope.contentType),
                        body: cancel.jsonBytes)
                ])
                try await waitUntil("an answer") {
                    guard let delivery = try await administrator.get("test.answers") else { return false }
                    answers.append(delivery.body)
                    return true
                }
            }
            #expect(answers[0] == answers[1])
            let answer = try ReceivedMessage(parsing: answers[0]).payload(CancelAnswered.self)
            #expect(answer.accepted && answer.isPreview && answer.externalID == "5001")
        }
    }

    private static func withCoordinator(_ body: @Sendable (AMQPAdministrator) async throws -> Void) async throws {
        let settings = try Settings.load(SagaCoordinatorService.settings, arguments: [], environment: [:])
        let service = try SagaCoordinatorService(settings: settings)
        try await TestDatabase.with { database in
            try await TestBroker.with { broker in
                _ = try await Migrator.migrate(
                    configuration: database.configuration(schema: "saga"), schema: "saga",
                    migrations: EngineMigrations.all + SagaCoordinatorService.migrations,
                    logger: Logger(label: "test"))
                try await RunningEngine.with(
                    .saga, store: service.store, handlers: service.handlers, database: database, broker: broker
                ) { _ in
                    try await broker.withAdministrator(body)
                }
            }
        }
    }

    private static func publish(_ event: some Event, on administrator: AMQPAdministrator) async throws {
        let type = type(of: event).type
        let envelope = Envelope(
            id: .v5(type.rawValue), source: "/waybill/\(type.service)", type: type, time: Timestamp(seconds: 1),
            orderID: Orders.id, data: event.jsonBytes)
        var properties = MessageProperties()
        properties.contentType = Envelope.contentType
        try await administrator.publishAndConfirm([
            Outbound(
                id: 0, exchange: Topology.events,
                routingKey: Topology.routingKey(ofEvent: type, orderID: Orders.id), mandatory: true,
                properties: properties, body: envelope.jsonBytes)
        ])
    }

    private static func next<Request: Contracts.Command>(
        _: Request.Type, from service: ServiceName, on administrator: AMQPAdministrator
    ) async throws -> Request {
        var delivery: Delivery?
        try await waitUntil("a command for \(service.rawValue)") {
            delivery = try await administrator.get(service.queues[0])
            return delivery != nil
        }
        let body = try #require(delivery).body
        return try ReceivedMessage(parsing: body).payload(Request.self)
    }
}
