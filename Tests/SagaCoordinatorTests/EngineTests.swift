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

    @Test("new orders begin only as others get through, and the news of those under way does not wait for them")
    func admissions() async throws {
        let store = SagaStore(underWay: OrdersUnderWay(limit: 2, patience: .seconds(3600)))
        try await Self.withCoordinator(store) { administrator in
            let orders = (1...4).map { UUID.v5("order \($0)") }
            for order in orders {
                try await Self.publish(OrderAccepted(order: Orders.make()), of: order, on: administrator)
            }
            var begun: [UUID] = []
            for _ in 0..<2 {
                begun.append(try await Self.nextAuthorised(on: administrator))
            }
            #expect(Set(begun) == Set(orders.prefix(2)))

            // One of them goes on, which makes no room; then the other ends.
            let authorised = PaymentAuthorised(
                paymentID: OrderSaga(id: orders[0]).paymentID, authorised: 4989, captured: 0)
            try await Self.publish(authorised, of: orders[0], on: administrator)
            _ = try await Self.next(ReserveStock.self, from: .inventory, on: administrator)
            #expect(try await administrator.get(ServiceName.payment.queues[0]) == nil)
            let declined = PaymentDeclined(
                paymentID: OrderSaga(id: orders[1]).paymentID, reason: Reason(code: "declined", message: "no"))
            try await Self.publish(declined, of: orders[1], on: administrator)
            #expect(try await Self.nextAuthorised(on: administrator) == orders[2])
        }
    }

    private static func withCoordinator(
        _ store: SagaStore = SagaStore(), _ body: @Sendable (AMQPAdministrator) async throws -> Void
    ) async throws {
        let settings = try Settings.load(SagaCoordinatorService.settings, arguments: [], environment: [:])
        let service = try SagaCoordinatorService(settings: settings)
        try await TestDatabase.with { database in
            try await TestBroker.with { broker in
                _ = try await Migrator.migrate(
                    configuration: database.configuration(schema: "saga"), schema: "saga",
                    migrations: EngineMigrations.all + SagaCoordinatorService.migrations,
                    logger: Logger(label: "test"))
                try await RunningEngine.with(
                    .saga, store: store, handlers: service.handlers, database: database, broker: broker
                ) { _ in
                    try await broker.withAdministrator(body)
                }
            }
        }
    }

    private static func publish(
        _ event: some Event, of orderID: UUID = Orders.id, on administrator: AMQPAdministrator
    ) async throws {
        let type = type(of: event).type
        let envelope = Envelope(
            id: .v5("\(type.rawValue) \(orderID.text)"), source: "/waybill/\(type.service)", type: type,
            time: Timestamp(seconds: 1), orderID: orderID, data: event.jsonBytes)
        var properties = MessageProperties()
        properties.contentType = Envelope.contentType
        try await administrator.publishAndConfirm([
            Outbound(
                id: 0, exchange: Topology.events,
                routingKey: Topology.routingKey(ofEvent: type, orderID: orderID), mandatory: true,
                properties: properties, body: envelope.jsonBytes)
        ])
    }

    /// Whose payment is asked for next.
    private static func nextAuthorised(on administrator: AMQPAdministrator) async throws -> UUID {
        var found: UUID?
        try await waitUntil("a payment to be authorised") {
            guard let delivery = try await administrator.get(ServiceName.payment.queues[0]) else { return false }
            let messages = try EnvelopeBatch.split(delivery.body, contentType: delivery.properties.contentType)
                .map { try ReceivedMessage(from: $0) }
            found = messages.first { $0.type == AuthorisePayment.type }?.orderID
            return found != nil
        }
        return try #require(found)
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
