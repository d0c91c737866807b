import AMQP
import Contracts
import Foundation
import Inventory
import Logging
import Messaging
import Notifications
import OrderIntake
import PaymentVerify
import Postgres
import Returns
import SagaCoordinator
import ServiceKit
import Shipping
import TestSupport
import Warehouse

@testable import WaybillCLI

/// A database with every service's schema as its own migrations make it, and a session that reads them.
enum SchemaFixture {
    static func with(_ body: (TestDatabase, OperatorSession) async throws -> Void) async throws {
        try await TestDatabase.with { database in
            try await migrate(OrderIntakeService.self, database)
            try await migrate(SagaCoordinatorService.self, database)
            try await migrate(PaymentService.self, database)
            try await migrate(InventoryService.self, database)
            try await migrate(WarehouseService.self, database)
            try await migrate(ShippingService.self, database)
            try await migrate(ReturnsService.self, database)
            try await migrate(NotificationsService.self, database)
            let session = try OperatorSession(environment: try environment(of: database.configuration))
            do {
                try await body(database, session)
                await session.close()
            } catch {
                await session.close()
                throw error
            }
        }
    }

    private static func migrate<Service: ServiceDefinition>(_: Service.Type, _ database: TestDatabase) async throws {
        let schema = Service.name.schema
        try await database.withConnection(schema: "public") { connection in
            try await connection.execute(script: "CREATE SCHEMA IF NOT EXISTS \(schema)")
        }
        _ = try await Migrator.migrate(
            configuration: database.configuration, schema: schema,
            migrations: EngineMigrations.all + Service.migrations, logger: Logger(label: "test"))
    }

    private static func environment(of database: PostgresConfiguration) throws -> [String: String] {
        let broker = try TestEnvironment.broker()
        let management = try TestEnvironment.management()
        var environment = [
            "WAYBILL_DATABASE_HOST": database.host, "WAYBILL_DATABASE_PORT": String(database.port),
            "WAYBILL_DATABASE_NAME": database.database, "WAYBILL_DATABASE_USER": database.user ?? "postgres",
            "WAYBILL_BROKER_HOST": broker.host, "WAYBILL_BROKER_PORT": String(broker.port),
            "WAYBILL_BROKER_VHOST": broker.vhost, "WAYBILL_BROKER_USER": broker.user,
            "WAYBILL_BROKER_PASSWORD": broker.password,
        ]
        environment["WAYBILL_DATABASE_PASSWORD"] = database.password
        environment["WAYBILL_BROKER_MANAGEMENT"] =
            "\(management.scheme ?? "http")://\(management.host ?? ""):\(management.port ?? 15672)"
        return environment
    }

    /// A session on another virtual host, whose queues can be looked into.
    static func session(on database: TestDatabase, _ broker: TestBroker) throws -> OperatorSession {
        var environment = try environment(of: database.configuration)
        environment["WAYBILL_BROKER_VHOST"] = broker.configuration.vhost
        return try OperatorSession(environment: environment)
    }

    /// Runs one invariant.
    static func check(_ invariant: some Invariant, _ session: OperatorSession) async throws -> AuditFinding {
        var finding = AuditFinding(invariant)
        try await invariant.check(AuditScope(session: session), &finding)
        return finding
    }
}
