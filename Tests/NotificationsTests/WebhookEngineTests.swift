import AMQP
import Contracts
import FoundationEssentials
import Logging
import Messaging
import Postgres
import TestSupport
import Testing
import WireJSON

@testable import Notifications

@Suite("Webhooks over the wire")
struct WebhookEngineTests {
    @Test("arrive in order, signed by every secret, under one webhook-id however often they are sent")
    func wholeWay() async throws {
        let secrets = [WebhookRun.newSecret, WebhookRun.secret]
        try await WebhookServer.with(secrets: secrets + ["whsec_" + String(repeating: "AAAA", count: 8)]) { server in
            try await Self.running { database, broker in
                let endpoint = UpsertWebhook(
                    channel: "web", shop: "main", url: server.url("/flaky"), secrets: secrets, actor: "ada")
                try await Self.send(endpoint, broker)
                try await waitUntil("the endpoint is known") {
                    try await Self.count("SELECT count(*) FROM webhook_endpoint", database) == 1
                }
                let order = NotificationsFixture.order(id: UUID(), email: nil)
                for milestone in [Milestone.received, .confirmed] {
                    let message = NotificationsFixture.reached(milestone, order: order)
                    // Twice: the second tells nothing new.
                    for _ in 0..<2 { try await Self.publish(message, order.id, nil, broker) }
                }
                try await waitUntil("both are delivered") {
                    try await Self.count(
                        "SELECT count(*) FROM webhook_delivery WHERE state = 'delivered'", database) == 2
                }
                let requests = try server.requests
                #expect(requests.map(\.status) == [500, 200, 500, 200])
                #expect(
                    requests.map(\.event.type)
                        == ["order.received", "order.received", "order.confirmed", "order.confirmed"])
                #expect(requests[0].id == requests[1].id && requests[2].id == requests[3].id)
                #expect(Set(requests.map(\.id)).count == 2)
                #expect(requests.allSatisfy { $0.signed == [true, true, false] && $0.type == "application/json" })
                // The time of the call, in seconds.
                #expect(requests.allSatisfy { $0.age < 3600 })
                #expect(try await Self.count("SELECT count(*) FROM timer", database) == 0)
                // What was delivered is forgotten when its time is over.
                try await database.withConnection(schema: ServiceName.notifications.schema) { connection in
                    try await connection.transaction { try WebhookTables.forget(after: 0, in: &$0) }
                }
                #expect(try await Self.count("SELECT count(*) FROM webhook_delivery", database) == 0)
            }
        }
    }

    @Test("end at what is no answer: no redirect is followed, no answer is read for ever, and every wait has an end")
    func hostile() async throws {
        try await WebhookServer.with { server in
            func pool(_ timeout: Duration) -> WebhookPool {
                WebhookPool(WebhookConfiguration(timeout: timeout, allowsLoopback: true), connections: 1)
            }
            let (patient, impatient) = (pool(.seconds(180)), pool(.seconds(15)))
            func post(_ path: String) async -> WebhookAnswer { await patient.post(Self.call(server.url(path))) }
            #expect(await post("/ok").isTaken)
            let redirect = await post("/redirect")
            #expect(redirect.status == 302 && !redirect.isTaken)
            #expect(await post("/gone").isGone)
            #expect(await post("/drop").status == 0)
            #expect(await impatient.post(Self.call(server.url("/slow"))).status == 0)
            #expect(await post("/big").status == 200)
            // libcurl itself repeats a request on a connection that was kept open and then closed without a word.
            var paths: [String] = []
            for request in try server.requests where request.path != paths.last { paths.append(request.path) }
            #expect(paths == ["/ok", "/redirect", "/gone", "/drop", "/slow", "/big"])
            try await waitUntil("the long answer was cut off") { server.wasCut }
        }
    }

    @Test("reach nobody inside, whatever a name resolves to")
    func inside() async throws {
        try await WebhookServer.with { server in
            let pool = WebhookPool(WebhookConfiguration(timeout: .seconds(60)), connections: 1)
            #expect(await pool.post(Self.call(server.url("/ok"))).reason == "nothing is sent to such a URL")
            // Other ways to write this machine's address pass as names, and are stopped where the socket is opened.
            for host in ["127.1", "2130706433", "0", "[::ffff:127.0.0.1]"] {
                let answer = await pool.post(Self.call("https://\(host):\(server.port)/ok"))
                #expect(answer.status == 0 && answer.reason?.contains("SSL") == false, "\(host): \(answer)")
            }
            // Where the setting allows this machine, the same address is reached, and speaks no TLS.
            let here = WebhookPool(WebhookConfiguration(timeout: .seconds(180), allowsLoopback: true), connections: 1)
            let answer = await here.post(Self.call("https://127.1:\(server.port)/ok"))
            #expect(answer.reason?.contains("SSL") == true, "\(answer)")
            let requests = try server.requests
            #expect(requests.isEmpty)
        }
    }

    private static func call(_ url: String) -> WebhookCall {
        let endpoint = WebhookEndpoint(
            channel: "web", shop: "main", name: "default", url: url, secrets: [WebhookRun.secret], actor: "ada")
        let delivery = WebhookDelivery(
            id: UUID(), endpointID: endpoint.id, orderID: UUID(), type: "order.received", body: #"{"type":"x"}"#)
        return WebhookCall(delivery, to: endpoint, at: .wallClock)
    }

    private static func running(
        _ body: @escaping @Sendable (TestDatabase, TestBroker) async throws -> Void
    ) async throws {
        try await TestDatabase.with { database in
            _ = try await Migrator.migrate(
                configuration: database.configuration, schema: ServiceName.notifications.schema,
                migrations: EngineMigrations.all + NotificationsService.migrations, logger: Logger(label: "test"))
            try await TestBroker.with { broker in
                let service = try ServiceTests.service(["--webhooks-loopback", "true", "--webhooks-timeout", "120s"])
                try await RunningEngine.with(
                    .notifications, store: service.store, handlers: service.handlers, effects: service.effects,
                    database: database, broker: broker
                ) { _ in try await body(database, broker) }
            }
        }
    }

    private static func send(_ command: some Command, _ broker: TestBroker) async throws {
        let envelope = Envelope(
            id: UUID(), source: "/test", type: type(of: command).type, time: .wallClock, data: command.jsonBytes)
        try await publish(
            envelope, Topology.commands, Topology.routingKey(ofCommand: envelope.type, orderID: .zero), broker)
    }

    private static func publish(
        _ event: some Event, _ orderID: UUID, _ sequence: Int64?, _ broker: TestBroker
    ) async throws {
        let envelope = Envelope(
            id: UUID(), source: "/test", type: type(of: event).type, time: .wallClock, orderID: orderID,
            sequence: sequence, data: event.jsonBytes)
        try await publish(
            envelope, Topology.events, Topology.routingKey(ofEvent: envelope.type, orderID: orderID), broker)
    }

    private static func publish(
        _ envelope: Envelope, _ exchange: String, _ key: String, _ broker: TestBroker
    ) async throws {
        var properties = MessageProperties()
        properties.contentType = Envelope.contentType
        properties.messageID = envelope.id.text
        let message = Outbound(
            id: 0, exchange: exchange, routingKey: key, mandatory: true, properties: properties,
            body: envelope.jsonBytes)
        try await broker.withAdministrator { try await $0.publishAndConfirm([message]) }
    }

    private static func count(_ sql: StaticString, _ database: TestDatabase) async throws -> Int {
        try await database.withConnection(schema: ServiceName.notifications.schema) { connection in
            try await connection.query(Statement("count", sql)).first?.int(0) ?? -1
        }
    }
}
