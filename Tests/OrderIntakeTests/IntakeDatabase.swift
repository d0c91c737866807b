import FoundationEssentials
import Logging
import OrderIntake
import Postgres
import Testing

/// A database of its own with intake's tables, dropped when the test is over.
enum IntakeDatabase {
    static let logger = Logger(label: "tests")
    static let server = ProcessInfo.processInfo.environment["WAYBILL_TEST_POSTGRES"].flatMap { $0.isEmpty ? nil : $0 }

    static func with(_ body: (PostgresConfiguration) async throws -> Void) async throws {
        var configuration = try PostgresConfiguration(url: try #require(server))
        let name = "intake_test_" + UUID().uuidString.lowercased().filter { $0 != "-" }
        try await administrate(configuration, "CREATE DATABASE \(name)")
        let administration = configuration
        configuration.database = name
        configuration.searchPath = "order_intake"
        do {
            _ = try await Migrator.migrate(
                configuration: configuration, schema: "order_intake", migrations: OrderIntakeService.migrations,
                logger: logger)
            try await body(configuration)
        } catch {
            try await administrate(administration, "DROP DATABASE \(name) WITH (FORCE)")
            throw error
        }
        try await administrate(administration, "DROP DATABASE \(name) WITH (FORCE)")
    }

    static func connect(_ configuration: PostgresConfiguration) async throws -> PostgresConnection {
        let connection = PostgresConnection(configuration: configuration, logger: logger)
        try await connection.connect()
        return connection
    }

    private static func administrate(_ configuration: PostgresConfiguration, _ sql: String) async throws {
        let connection = try await connect(configuration)
        try await connection.execute(script: sql)
        await connection.close()
    }
}
