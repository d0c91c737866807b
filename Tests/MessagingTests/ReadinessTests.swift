import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import ServiceLifecycle
import TestSupport
import Testing

@Suite("Readiness")
struct ReadinessTests {
    @Test("An idle writer notices that the database has ended its connection, and takes another by itself")
    func idleConnection() async throws {
        try await EngineHarness.with { harness in
            // So seldom that only a question for readiness can notice it first: where it does not, once more.
            try await harness.running(adjust: { $0.tick = .seconds(2) }) { engine in
                try await waitUntil("it is not ready") {
                    try await harness.endSessions()
                    return await engine.readiness() != nil
                }
                try await waitUntil("it is ready again") { await engine.readiness() == nil }
            }
        }
    }

    @Test("A broker that refuses for good is said to refuse, and is tried again")
    func refusal() async throws {
        try await EngineHarness.with { harness in
            let user = "refused-\(UUID().uuidString.lowercased().prefix(8))"
            try await TestBroker.request("PUT", "users/\(user)", body: #"{"password":"secret","tags":""}"#)
            var broker = harness.broker.configuration
            broker.user = user
            broker.password = "secret"
            var configuration = EngineConfiguration(
                database: harness.database.configuration(schema: LedgerService.name.schema), broker: broker)
            configuration.tick = .milliseconds(50)
            var logger = Logger(label: "engine")
            logger.logLevel = .critical
            let engine = Engine(
                service: LedgerService.name, store: LedgerStore(), handlers: LedgerService.handlers, effects: [:],
                jobs: [], configuration: configuration, logger: logger)
            let group = ServiceGroup(services: [engine], logger: logger)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                try await waitUntil("the refusal is told") {
                    await engine.readiness()?.contains("is refused by the broker") == true
                }
                try await TestBroker.request(
                    "PUT", "permissions/\(harness.broker.configuration.vhost)/\(user)",
                    body: #"{"configure":"","write":".*","read":".*"}"#)
                try await waitUntil("it is ready") { await engine.readiness() == nil }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
            try await TestBroker.request("DELETE", "users/\(user)")
        }
    }
}

extension EngineHarness {
    func endSessions() async throws {
        try await database.withConnection(schema: LedgerService.name.schema) { connection in
            try await connection.execute(
                script: """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """)
        }
    }
}
