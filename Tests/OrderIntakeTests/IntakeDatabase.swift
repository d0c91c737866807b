import Contracts
import Logging
import Messaging
import OrderIntake
import Postgres
import TestSupport

/// A database of its own with intake's and the engine's tables, dropped when the test is over.
enum IntakeDatabase {
    static let schema = OrderIntakeService.name.schema

    static func with(_ body: (TestDatabase) async throws -> Void) async throws {
        try await TestDatabase.with { database in
            _ = try await Migrator.migrate(
                configuration: database.configuration, schema: schema,
                migrations: EngineMigrations.all + OrderIntakeService.migrations, logger: Logger(label: "test"))
            try await body(database)
        }
    }

    static func withConnection(_ body: (PostgresConnection, TestDatabase) async throws -> Void) async throws {
        try await with { database in
            try await database.withConnection(schema: schema) { try await body($0, database) }
        }
    }
}
