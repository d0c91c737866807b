import Contracts
import Logging
import Messaging
import Postgres
import ServiceLifecycle

/// A service's engine running in this process against a suite's own database and virtual host, for as long as a body
/// runs; it is shut down gracefully, or dropped as if the process had died.
package enum RunningEngine {
    package static func with<Store: ServiceStore, Result: Sendable>(
        _ name: ServiceName, store: Store, handlers: HandlerMap<Store>,
        effects: [String: any EffectPerformer] = [:], jobs: [RecurringJob] = [], database: TestDatabase,
        broker: TestBroker, adjust: (inout EngineConfiguration) -> Void = { _ in },
        _ body: @Sendable (Engine<Store>) async throws -> Result
    ) async throws -> Result {
        var configuration = EngineConfiguration(
            database: database.configuration(schema: name.schema), broker: broker.configuration)
        configuration.tick = .milliseconds(50)
        // What is about these sets its own: on a machine under load nothing else is to end by them.
        configuration.localPatience = .seconds(180)
        configuration.effectTimeout = .seconds(600)
        configuration.drainDeadline = .seconds(120)
        configuration.retryPolicy = RetryPolicy(base: .milliseconds(20), cap: .milliseconds(200), maximumAttempts: 3)
        adjust(&configuration)
        var logger = Logger(label: "engine \(name.rawValue)")
        logger.logLevel = .critical
        let engine = Engine(
            service: name, store: store, handlers: handlers, effects: effects, jobs: jobs,
            configuration: configuration, logger: logger)
        let group = ServiceGroup(services: [engine], logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await waitUntil("the engine of \(name.rawValue) is ready") { await engine.readiness() == nil }
            do {
                let result = try await body(engine)
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
                return result
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
        }
    }
}
