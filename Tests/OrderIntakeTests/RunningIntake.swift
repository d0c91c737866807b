import AMQP
import Contracts
import Foundation
import FoundationNetworking
import Logging
import Messaging
import OrderIntake
import Postgres
import ServiceKit
import ServiceLifecycle
import Synchronization
import TestSupport
import WireJSON

/// The whole service in this process: engine, routes over real HTTP, a broker and a database of its own, and an open
/// shop of each of some channels.
struct RunningIntake: Sendable {
    static let shop = ShopKey(channel: "shopify", shop: "main")
    static let secret = "hush"
    /// The shop's own queue, and one that sees what the coordinator is told.
    static let answers = "storefront.shopify.main.answers"
    static let events = "test.events"

    let database: TestDatabase
    let broker: TestBroker
    let port: Int
    private let surplus = Surplus()

    /// What came in one message with what was asked for, by queue.
    private final class Surplus: Sendable {
        private let envelopes = Mutex<[String: [Envelope]]>([:])

        func withLock<Result>(_ body: (inout [String: [Envelope]]) -> Result) -> Result {
            envelopes.withLock { body(&$0) }
        }
    }

    init(database: TestDatabase, broker: TestBroker, port: Int) {
        self.database = database
        self.broker = broker
        self.port = port
    }

    static func with(_ body: @Sendable (RunningIntake) async throws -> Void) async throws {
        try await IntakeDatabase.with { database in
            try await TestBroker.with { broker in
                try await broker.withAdministrator { administrator in
                    for (queue, exchange, key) in [
                        (answers, Topology.publicEvents, shop.answerKey),
                        (events, Topology.events, "saga.*.intake.order.#"),
                    ] {
                        _ = try await administrator.declareQueue(queue)
                        try await administrator.bind(queue: queue, exchange: exchange, routingKey: key)
                    }
                }
                try await run(database, broker, body)
            }
        }
    }

    private static func run(
        _ database: TestDatabase, _ broker: TestBroker, _ body: @Sendable (RunningIntake) async throws -> Void
    ) async throws {
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let secrets = StoredShopSecrets(
            configuration: database.configuration(schema: IntakeDatabase.schema), logger: logger)
        let book = StoredSubmissions(
            configuration: database.configuration(schema: IntakeDatabase.schema), logger: logger)
        let feed = StoredOrderFeed(
            configuration: database.configuration(schema: IntakeDatabase.schema), logger: logger)
        let service = OrderIntakeService(
            secrets: secrets, book: book, feed: feed,
            feedPasswords: { feed, shop in shop == Self.shop ? ["\(feed) password"] : [] })
        try await RunningEngine.with(
            OrderIntakeService.name, store: service.store, handlers: service.handlers, jobs: service.jobs,
            database: database, broker: broker
        ) { engine in
            for channel in ["shopify", "trendyol", "hepsiburada", "n11"] {
                let open = UpsertShop(channel: channel, shop: shop.shop, webhookSecrets: [secret])
                _ = try await engine.submit(open, id: .v5("open \(channel)"), orderID: nil, channel: nil, trace: nil)
            }
            let server = ProcessHTTPServer(
                host: "127.0.0.1", port: 0, health: HealthChecks(), metrics: PrometheusRegistry(),
                routes: [{ service.addRoutes(to: $0, inbox: engine) }], logger: logger)
            let group = ServiceGroup(services: [server], logger: logger)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                try await waitUntil("the routes are there") { server.boundPort != nil }
                try await body(RunningIntake(database: database, broker: broker, port: server.boundPort ?? 0))
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
        }
        await secrets.close()
        await book.close()
        await feed.close()
    }

    /// - Returns: the HTTP status.
    func post(
        _ body: [UInt8], topic: String = "orders/create", signature: String? = nil, event: String? = nil,
        path: String = "shopify/main", headers: [String: String] = [:], method: String = "POST"
    ) async throws -> Int {
        guard let url = URL(string: "http://127.0.0.1:\(port)/webhooks/\(path)") else { return 0 }
        var request = URLRequest(url: url, timeoutInterval: 180)
        request.httpMethod = method
        request.httpBody = Data(body)
        request.setValue(topic, forHTTPHeaderField: "X-Shopify-Topic")
        let signed = signature ?? WebhookSignature.sign(body, secret: Self.secret)
        if !signed.isEmpty { request.setValue(signed, forHTTPHeaderField: "X-Shopify-Hmac-Sha256") }
        if let event { request.setValue(event, forHTTPHeaderField: "X-Shopify-Event-Id") }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (_, response) = try await URLSession.shared.data(for: request)
        return (response as? HTTPURLResponse)?.statusCode ?? 0
    }

    /// Publishes submissions as the shop would, each with an id of its own.
    func submit(_ bodies: [[UInt8]], ids: String = "s", type: MessageType = SubmitOrder.type) async throws {
        let envelopes = bodies.enumerated().map { index, data in
            (id: "\(ids) \(index)", bytes: Self.envelope(data, id: "\(ids) \(index)", type: type))
        }
        try await broker.withAdministrator { administrator in
            try await administrator.publishAndConfirm(
                envelopes.map { envelope in
                    Outbound(
                        exchange: Topology.intake, routingKey: "orders.shopify.main",
                        properties: MessageProperties(contentType: Envelope.contentType, messageID: envelope.id),
                        body: envelope.bytes)
                })
        }
    }

    /// Publishes submissions as one message, all under the same id.
    func submit(together bodies: [[UInt8]], id: String) async throws {
        let pack = EnvelopeBatch.join(bodies.map { Self.envelope($0, id: id, type: SubmitOrder.type) })
        try await broker.withAdministrator { administrator in
            try await administrator.publishAndConfirm([
                Outbound(
                    exchange: Topology.intake, routingKey: "orders.shopify.main",
                    properties: MessageProperties(contentType: Envelope.batchContentType, messageID: id), body: pack)
            ])
        }
    }

    private static func envelope(_ data: [UInt8], id: String, type: MessageType) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.write("specversion", "1.0")
            json.write("id", id)
            json.write("source", "/shop")
            json.write("type", type)
            json.write("time", Orders.now)
            json.writeRaw("data", data)
        }
        return json.bytes
    }

    /// Takes messages from a queue until there are so many.
    func take(_ count: Int, from queue: String) async throws -> [Envelope] {
        // One message may hold several: what is not asked for yet is for the next who asks.
        var taken = surplus.withLock { $0.removeValue(forKey: queue) ?? [] }
        try await broker.withAdministrator { administrator in
            try await waitUntil("\(count) envelopes in \(queue)") {
                while taken.count < count, let delivery = try await administrator.get(queue) {
                    let nodes = try EnvelopeBatch.split(
                        delivery.body, contentType: delivery.properties.contentType)
                    taken += try nodes.map { try Envelope(from: $0) }
                }
                return taken.count >= count
            }
        }
        let rest = Array(taken.dropFirst(count))
        surplus.withLock { $0[queue] = rest }
        return Array(taken.prefix(count))
    }

    func waiting(in queue: String) async throws -> Int {
        try await broker.withAdministrator { try await $0.declareQueue(queue).messageCount }
    }

    func texts(_ sql: StaticString) async throws -> [String] {
        try await database.withConnection(schema: IntakeDatabase.schema) { connection in
            try await connection.query(Statement("texts", sql)).map { try $0.string(0) }
        }
    }
}
