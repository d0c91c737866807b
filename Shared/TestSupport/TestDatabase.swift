import Foundation
import Logging
import Postgres

/// A database of a suite's own, dropped when its tests are over.
package struct TestDatabase: Sendable {
    package let configuration: PostgresConfiguration

    /// Runs `body` with a new, empty database.
    package static func with<Result>(_ body: (TestDatabase) async throws -> Result) async throws -> Result {
        let server = try TestEnvironment.database()
        var configuration = server
        configuration.database = "test_" + UUID().uuidString.lowercased().filter { $0 != "-" }
        try await execute("CREATE DATABASE \(configuration.database)", on: server)
        do {
            let result = try await body(TestDatabase(configuration: configuration))
            try await execute("DROP DATABASE \(configuration.database) WITH (FORCE)", on: server)
            return result
        } catch {
            try await execute("DROP DATABASE \(configuration.database) WITH (FORCE)", on: server)
            throw error
        }
    }

    /// The same database with a service's schema in front.
    package func configuration(schema: String) -> PostgresConfiguration {
        var configuration = configuration
        configuration.searchPath = schema
        return configuration
    }

    /// Opens a connection and closes it when the body is done.
    package func withConnection<Result>(
        schema: String, _ body: (PostgresConnection) async throws -> Result
    ) async throws -> Result {
        let connection = PostgresConnection(
            configuration: configuration(schema: schema), logger: Logger(label: "test"))
        try await connection.connect()
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    /// To make or drop a database takes a checkpoint, which a machine under load takes its time for.
    private static func execute(_ sql: String, on server: PostgresConfiguration) async throws {
        var server = server
        server.statementTimeout = .seconds(300)
        let connection = PostgresConnection(configuration: server, logger: Logger(label: "test"))
        try await connection.connect()
        try await connection.execute(script: sql)
        await connection.close()
    }
}
