import Contracts
import Foundation
import FoundationNetworking
import Logging
import Messaging
import OrderIntake
import Postgres
import ServiceKit
import ServiceLifecycle
import TestSupport

/// A database and a broker for processes of intake that take orders of the shops `web/main` and `web/second` by HTTP.
struct RunningOrders: Sendable {
    static let secrets = ["new secret", "old secret"]

    let database: TestDatabase
    let broker: TestBroker

    static func with(_ body: @Sendable (RunningOrders) async throws -> Void) async throws {
        try await IntakeDatabase.with { database in
            try await TestBroker.with { broker in
                try await body(RunningOrders(database: database, broker: broker))
            }
        }
    }

    /// Runs the service as one process would be, side by side with others or after them.
    func process(
        rates: ShopRates = ShopRates(rate: 100_000, burst: 100_000),
        _ body: @Sendable (OrderSender) async throws -> Void
    ) async throws {
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let configuration = database.configuration(schema: IntakeDatabase.schema)
        let secrets = StoredShopSecrets(configuration: configuration, logger: logger)
        let book = StoredSubmissions(configuration: configuration, logger: logger)
        let service = OrderIntakeService(secrets: secrets, book: book, rates: rates)
        try await RunningEngine.with(
            OrderIntakeService.name, store: service.store, handlers: service.handlers, jobs: service.jobs,
            database: database, broker: broker
        ) { engine in
            for (channel, name) in [("web", "main"), ("web", "second"), ("shopify", "main")] {
                let open = UpsertShop(channel: channel, shop: name, webhookSecrets: Self.secrets)
                let id = UUID.v5("open \(channel) \(name)")
                _ = try await engine.submit(open, id: id, orderID: nil, channel: nil, trace: nil)
            }
            let server = ProcessHTTPServer(
                host: "127.0.0.1", port: 0, health: HealthChecks(), metrics: PrometheusRegistry(),
                routes: [{ service.addRoutes(to: $0, inbox: engine) }], logger: logger)
            let group = ServiceGroup(services: [server], logger: logger)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                try await waitUntil("the routes are there") { server.boundPort != nil }
                try await body(OrderSender(port: server.boundPort ?? 0))
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
        }
        await secrets.close()
        await book.close()
    }

    func texts(_ sql: StaticString) async throws -> [String] {
        try await database.withConnection(schema: IntakeDatabase.schema) { connection in
            try await connection.query(Statement("texts", sql)).map { try $0.string(0) }
        }
    }
}

/// The shop's side: signs and sends.
struct OrderSender: Sendable {
    let port: Int
    var shop = "web/main"
    var secret = RunningOrders.secrets[0]

    struct Answer: Sendable {
        let status: Int
        let body: [UInt8]
        let headers: [String: String]

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// - Parameter headers: beside or instead of those that are due; empty for none.
    func submit(_ body: [UInt8], key: String, headers: [String: String] = [:]) async throws -> Answer {
        let due = ["Content-Type": "application/json", "Idempotency-Key": key]
        return try await send(
            "POST", "/v1/orders", body: body,
            headers: due.merging(signed(id: key, body)) { $1 }.merging(headers) { $1 })
    }

    func submit(_ order: Order, key: String) async throws -> Answer {
        try await submit(Orders.submission(of: order), key: key)
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        try await send("GET", path, headers: signed(id: "GET \(path)", []).merging(headers) { $1 })
    }

    func signed(id: String, _ body: [UInt8], at moment: Timestamp = .wallClock) -> [String: String] {
        let signature = RequestSignature.sign(id: id, body: body, secret: secret, at: moment)
        return [
            "Waybill-Shop": shop, "webhook-timestamp": signature.timestamp, "webhook-signature": signature.signatures,
        ]
    }

    func send(
        _ method: String, _ path: String, body: [UInt8]? = nil, headers: [String: String] = [:]
    ) async throws -> Answer {
        guard let url = URL(string: "http://127.0.0.1:\(port)\(path)") else { throw URLError(.badURL) }
        var request = URLRequest(url: url, timeoutInterval: 180)
        request.httpMethod = method
        request.httpBody = body.map { Data($0) }
        for (name, value) in headers where !value.isEmpty { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response) = try await URLSession.shared.data(for: request)
        let http = response as? HTTPURLResponse
        var fields: [String: String] = [:]
        for (name, value) in http?.allHeaderFields ?? [:] {
            if let name = name as? String { fields[name.lowercased()] = value as? String }
        }
        return Answer(status: http?.statusCode ?? 0, body: Array(data), headers: fields)
    }
}
