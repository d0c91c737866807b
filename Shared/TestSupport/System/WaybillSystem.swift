import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import WireJSON

/// The whole of Waybill as processes, on a database and a virtual host of its own.
package final class WaybillSystem {
    package let database: TestDatabase
    package let broker: TestBroker
    package let mail: MailSink
    package private(set) var services: [ServiceExecutable] = []
    private let environment: [String: String]
    /// Where the processes' logs are, and whatever else goes with the system.
    package let logs: URL
    /// What went wrong is to be looked into afterwards.
    package var keepsLogs = false
    /// For the names of the logs.
    private var started = 0

    /// - Parameters:
    ///   - processes: how many of a service; one where none is named.
    ///   - settings: environment variables for all of them.
    ///   - mailScript: another mail server than the usual one; see ``MailSink``.
    package static func with(
        processes: [ServiceName: Int] = [:], settings: [String: String] = [:], mailScript: URL? = nil,
        _ body: (WaybillSystem) async throws -> Void
    ) async throws {
        try await TestDatabase.with { database in
            try await TestBroker.with { broker in
                let system = try WaybillSystem(
                    database: database, broker: broker, settings: settings, mailScript: mailScript)
                do {
                    try await system.start(processes)
                    try await body(system)
                    system.stop()
                } catch {
                    for service in system.services { print("--- \(service.name)\n\(service.lastWords)") }
                    system.stop()
                    throw error
                }
            }
        }
    }

    private init(
        database: TestDatabase, broker: TestBroker, settings: [String: String], mailScript: URL?
    ) throws {
        self.database = database
        self.broker = broker
        logs = FileManager.default.temporaryDirectory.appending(path: "waybill-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
        mail = try MailSink(folder: logs.appending(path: "mail"), script: mailScript)
        let server = database.configuration
        environment = settings.merging([
            // A process that is slow to drain under load has not failed.
            "WAYBILL_SHUTDOWN_DRAIN": "120s",
            "WAYBILL_DATABASE_HOST": server.host, "WAYBILL_DATABASE_PORT": "\(server.port)",
            "WAYBILL_DATABASE_NAME": server.database, "WAYBILL_DATABASE_USER": server.user ?? "postgres",
            "WAYBILL_DATABASE_PASSWORD": server.password ?? "", "WAYBILL_BROKER_HOST": broker.configuration.host,
            "WAYBILL_BROKER_PORT": "\(broker.configuration.port)", "WAYBILL_BROKER_VHOST": broker.configuration.vhost,
            "WAYBILL_BROKER_USER": broker.configuration.user, "WAYBILL_BROKER_PASSWORD": broker.configuration.password,
        ]) { mine, _ in mine }
    }

    private func surroundings(of executable: String) throws -> [String: String] {
        switch executable {
        case "waybill": try operatorEnvironment()
        case ServiceName.notifications.executable: environment.merging(mail.environment) { $1 }
        default: environment
        }
    }

    /// What the operator's command needs to know beside that.
    private func operatorEnvironment() throws -> [String: String] {
        var management = try TestEnvironment.management()
        (management.user, management.password) = (nil, nil)
        return environment.merging(["WAYBILL_BROKER_MANAGEMENT": management.string ?? ""]) { $1 }
    }

    private func start(_ processes: [ServiceName: Int]) async throws {
        for service in ServiceName.allCases {
            try run(service.executable, "migrate")
        }
        for service in ServiceName.allCases {
            for _ in 0..<(processes[service] ?? 1) { try add(service) }
        }
        try await ready()
    }

    /// Runs a command to its end, in the surroundings of the services.
    /// - Parameter allowing: exit statuses that are no failure.
    /// - Returns: what it printed.
    @discardableResult
    package func run(_ executable: String, _ arguments: String..., allowing: Set<Int32> = [0]) throws -> String {
        try run(executable, arguments, allowing: allowing)
    }

    @discardableResult
    package func run(_ executable: String, _ arguments: [String], allowing: Set<Int32> = [0]) throws -> String {
        let log = logs.appending(path: "\(executable)-command.log")
        let (status, output) = try ServiceExecutable.run(
            executable, arguments, environment: surroundings(of: executable), log: log)
        guard allowing.contains(status) else {
            let errors = try String(contentsOf: log, encoding: .utf8)
            throw ServiceExecutable.Failed(
                description: "\(executable) \(arguments) ended with \(status): \(output)\n\(errors)")
        }
        return output
    }

    /// Starts one more process of a service.
    /// - Parameter settings: environment variables for this one alone.
    @discardableResult
    package func add(_ service: ServiceName, settings: [String: String] = [:]) throws -> ServiceExecutable {
        let executable = try ServiceExecutable(
            name: service.executable, instance: started,
            environment: surroundings(of: service.executable).merging(settings) { $1 }, logs: logs)
        started += 1
        services.append(executable)
        return executable
    }

    package func ready() async throws {
        for service in services {
            try await waitUntil("\(service.name) is ready") { await service.isReady }
        }
    }

    package func remove(_ service: ServiceExecutable) {
        services.removeAll { $0 === service }
    }

    private func stop() {
        for service in services.reversed() { _ = service.stop() }
        mail.stop()
        guard !keepsLogs else { return print("the logs stay in \(logs.path)") }
        do {
            try FileManager.default.removeItem(at: logs)
        } catch {
            print("the logs stay in \(logs.path): \(error)")
        }
    }

    /// Publishes envelopes and waits for the broker's confirms.
    package func publish(_ envelopes: [Envelope], exchange: String, routingKey: String) async throws {
        try await broker.withAdministrator { administrator in
            try await administrator.publishAndConfirm(
                envelopes.map { envelope in
                    var properties = MessageProperties()
                    properties.contentType = Envelope.contentType
                    properties.messageID = envelope.id.text
                    return Outbound(
                        id: 0, exchange: exchange, routingKey: routingKey, mandatory: true, properties: properties,
                        body: envelope.jsonBytes)
                })
        }
    }

    /// Publishes something that is no envelope.
    package func publish(raw text: String, exchange: String, routingKey: String) async throws {
        try await broker.withAdministrator { administrator in
            try await administrator.publishAndConfirm([
                Outbound(
                    id: 0, exchange: exchange, routingKey: routingKey, mandatory: true, properties: MessageProperties(),
                    body: Array(text.utf8))
            ])
        }
    }

    /// Messages in a service's queues that no process has taken.
    package func waiting(for service: ServiceName) async throws -> Int {
        try await broker.withAdministrator { administrator in
            var sum = 0
            for queue in service.everyQueue {
                sum += try await administrator.declareQueue(queue, passive: true).messageCount
            }
            return sum
        }
    }

    /// Asks a service as the operator's command does, and waits for the stored answer.
    package func ask<Fact: Event>(_ command: some Command, orderID: UUID? = nil, for _: Fact.Type) async throws -> Fact
    {
        let envelope = Envelope(
            id: UUID(), source: "/test", type: Swift.type(of: command).type, time: .wallClock, orderID: orderID,
            data: command.jsonBytes)
        let service = ServiceName(rawValue: envelope.type.service) ?? .intake
        try await publish(
            [envelope], exchange: Topology.commands,
            routingKey: Topology.routingKey(ofCommand: envelope.type, orderID: orderID ?? .zero))
        var answer: [UInt8]?
        try await waitUntil("\(service.rawValue) answers \(envelope.type.rawValue)") {
            answer = try await self.reply(of: service, to: envelope.id)
            return answer != nil
        }
        return try ReceivedMessage(parsing: answer ?? []).payload()
    }

    package func rows(in service: ServiceName, _ sql: StaticString) async throws -> PostgresRows {
        try await database.withConnection(schema: service.schema) { try await $0.query(Statement("test", sql)) }
    }

    private func reply(of service: ServiceName, to command: UUID) async throws -> [UInt8]? {
        try await database.withConnection(schema: service.schema) { connection in
            try await connection.query(
                Statement("test_reply", "SELECT envelope FROM reply WHERE command_id = $1::uuid"), command
            ).first?.bytes(0)
        }
    }

    package func count(in service: ServiceName, _ sql: StaticString) async throws -> Int {
        try await rows(in: service, sql).first?.int(0) ?? -1
    }

    package func waitForCount(
        _ expected: Int, in service: ServiceName, _ sql: StaticString, within deadline: Duration = .seconds(180)
    ) async throws {
        try await waitUntil("\(expected) of: \(sql)", within: deadline, every: .milliseconds(100)) {
            try await self.count(in: service, sql) == expected
        }
    }
}
