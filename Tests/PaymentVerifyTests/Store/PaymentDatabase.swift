import Contracts
import FoundationEssentials
import Logging
import Messaging
import Postgres
import TestSupport

@testable import PaymentVerify

/// The payments' schema in a database of the suite's own.
struct PaymentDatabase: Sendable {
    let database: TestDatabase

    static func with<Result>(_ body: (PaymentDatabase) async throws -> Result) async throws -> Result {
        try await TestDatabase.with { database in
            var logger = Logger(label: "test")
            logger.logLevel = .warning
            _ = try await Migrator.migrate(
                configuration: database.configuration(schema: "payment"), schema: "payment",
                migrations: EngineMigrations.all + PaymentService.migrations, logger: logger)
            return try await body(PaymentDatabase(database: database))
        }
    }

    func withConnection<Result>(_ body: (PostgresConnection) async throws -> Result) async throws -> Result {
        try await database.withConnection(schema: "payment", body)
    }

    func sandbox(latency: Duration = .zero) -> SandboxGateway {
        SandboxGateway(
            database: database.configuration(schema: "payment"), latency: latency, logger: Logger(label: "test"),
            now: { Timestamp(seconds: 4_000_000_000) })
    }

    /// One number.
    func number(_ statement: Statement) async throws -> Int {
        try await withConnection { connection in try await connection.query(statement)[0].int(0) }
    }
}

extension PostgresConnection {
    func load(_ keys: PaymentKeys) async throws -> PaymentRows {
        try await transaction { try PaymentStore().load(keys, in: &$0) }
    }

    func save(_ rows: PaymentRows) async throws {
        try await transaction { try PaymentStore().save(rows, in: &$0) }
    }
}
