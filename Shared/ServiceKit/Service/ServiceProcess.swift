import AMQP
import Contracts
import Logging
import Messaging
import Postgres

/// Runs a service's definition as a process: this is all that an executable's entry calls.
public enum ServiceProcess {
    /// The version of the whole of Waybill.
    public static let version = "0.1.0"

    /// Reads the command line, does what it says, and ends the process.
    public static func main<Definition: ServiceDefinition>(_: Definition.Type) async -> Never {
        await commandLine(Definition.self).runAndExit()
    }

    package static func commandLine<Definition: ServiceDefinition>(_: Definition.Type) -> ServiceCommandLine {
        ServiceCommandLine(
            name: Definition.name.executable, summary: "a service of Waybill, the order management system",
            version: version, settings: settings(of: Definition.self),
            serve: { settings, logger in try await serve(Definition.self, settings, logger) },
            migrate: { settings, logger in try await migrate(Definition.self, settings, logger) },
            check: { settings, logger in try await check(Definition.self, settings, logger) })
    }

    package static func settings<Definition: ServiceDefinition>(of _: Definition.Type) -> [Setting] {
        Setting.database(user: "waybill_\(Definition.name.schema)") + Setting.broker + Setting.engine
            + Definition.settings
    }

    private static func serve<Definition: ServiceDefinition>(
        _: Definition.Type, _ settings: Settings, _ logger: Logger
    ) async throws {
        let registry = ProcessMetrics.bootstrap()
        for (label, text) in EngineMetrics.help { registry.describe(label, text) }
        let definition = try Definition(settings: settings)
        let configuration = try EngineConfiguration(settings, service: Definition.name)
        try await Migrator.check(
            configuration: configuration.database, schema: Definition.name.schema,
            migrations: migrations(of: Definition.self), logger: logger)
        let engine = Engine(definition, configuration: configuration, logger: logger)
        let health = HealthChecks()
        health.register(HealthCheck("engine") { await engine.readiness().map { .failing($0) } ?? .ok })
        let server = try ProcessHTTPServer(
            settings: settings, health: health, metrics: registry,
            routes: [{ definition.addRoutes(to: $0, inbox: engine) }], logger: logger)
        try await runServices(
            [engine, server], deadlines: try ShutdownDeadlines(settings), health: health, logger: logger)
    }

    private static func migrate<Definition: ServiceDefinition>(
        _: Definition.Type, _ settings: Settings, _ logger: Logger
    ) async throws {
        let configuration = try EngineConfiguration(settings, service: Definition.name)
        let applied = try await Migrator.migrate(
            configuration: configuration.database, schema: Definition.name.schema,
            migrations: migrations(of: Definition.self), logger: logger)
        logger.info("migrated", metadata: ["schema": "\(Definition.name.schema)", "applied": "\(applied.count)"])
    }

    /// Settings are checked before this is called; here the other side is: schema, queues and exchanges.
    private static func check<Definition: ServiceDefinition>(
        _: Definition.Type, _ settings: Settings, _ logger: Logger
    ) async throws {
        _ = try Definition(settings: settings)
        let configuration = try EngineConfiguration(settings, service: Definition.name)
        try await Migrator.check(
            configuration: configuration.database, schema: Definition.name.schema,
            migrations: migrations(of: Definition.self), logger: logger)
        try await checkBroker(for: Definition.name, configuration.broker)
        logger.info("checked: settings, schema, queues and exchanges are as they should be")
    }

    /// - Throws: `AMQPError` with the name of the first exchange, or queue of the service, that is not there.
    package static func checkBroker(
        for service: ServiceName, _ configuration: AMQPConfiguration
    ) async throws(AMQPError) {
        let administrator = AMQPAdministrator(configuration: configuration)
        do throws(AMQPError) {
            try await administrator.connect()
            for exchange in Topology.waybill.exchanges {
                try await administrator.declareExchange(exchange.name, type: exchange.kind, passive: true)
            }
            for queue in Topology.waybill.queues where queue.owner == service {
                _ = try await administrator.declareQueue(queue.name, arguments: [:], passive: true)
            }
        } catch {
            await administrator.close()
            throw error
        }
        await administrator.close()
    }

    /// The engine's tables first, then the service's own.
    package static func migrations<Definition: ServiceDefinition>(of _: Definition.Type) -> [Migration] {
        EngineMigrations.all + Definition.migrations
    }
}

extension Engine {
    package convenience init<Definition: ServiceDefinition>(
        _ definition: Definition, configuration: EngineConfiguration, logger: Logger
    ) where Definition.Store == Store {
        self.init(
            service: Definition.name, store: definition.store, handlers: definition.handlers,
            effects: definition.effects, jobs: definition.jobs, configuration: configuration, logger: logger)
    }
}
