import FoundationEssentials
import Glibc
import Logging
import Postgres
import Testing

/// The database of the suite that is running, and what tests do with databases.
enum TestDatabase {
    /// Set by the trait `.database`.
    @TaskLocal static var current = server

    static let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

    static let server: PostgresConfiguration = {
        guard let url = getenv("WAYBILL_TEST_POSTGRES").map({ String(cString: $0) }),
            var configuration = try? PostgresConfiguration(url: url)
        else { preconditionFailure("WAYBILL_TEST_POSTGRES must be the URL of a server that tests may use") }
        // The patience of a machine under load; who tests a limit sets it.
        configuration.connectTimeout = .seconds(180)
        configuration.statementTimeout = .seconds(300)
        configuration.lockTimeout = .seconds(180)
        configuration.idleInTransactionTimeout = .seconds(300)
        return configuration
    }()

    /// Opens a connection to the suite's database and closes it when the body is done.
    static func withConnection<Result: Sendable>(
        _ configuration: PostgresConfiguration = current, _ body: (PostgresConnection) async throws -> Result
    ) async throws -> Result {
        let connection = PostgresConnection(configuration: configuration, logger: logger)
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
    static func administrate(_ sql: String) async throws {
        try await withConnection(server) { connection in
            try await connection.execute(script: sql)
        }
    }
}

/// A suite with a database of its own, dropped when its tests are over.
struct DatabaseTrait: SuiteTrait, TestScoping {
    /// Run once in the new database.
    var script = ""

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        var configuration = TestDatabase.server
        configuration.database = "pgtest_" + UUID().uuidString.lowercased().filter { $0 != "-" }
        try await TestDatabase.administrate("CREATE DATABASE \(configuration.database)")
        do {
            try await TestDatabase.withConnection(configuration) { try await $0.execute(script: script) }
            try await TestDatabase.$current.withValue(configuration) { try await function() }
        } catch {
            try await TestDatabase.administrate("DROP DATABASE \(configuration.database) WITH (FORCE)")
            throw error
        }
        try await TestDatabase.administrate("DROP DATABASE \(configuration.database) WITH (FORCE)")
    }
}

extension Trait where Self == DatabaseTrait {
    static var database: DatabaseTrait { DatabaseTrait() }

    static func database(_ script: String) -> DatabaseTrait { DatabaseTrait(script: script) }
}

/// Runs the body and gives the ``PostgresError`` it must throw.
func postgresError(
    _ sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async throws -> PostgresError {
    do {
        try await body()
    } catch let error as PostgresError {
        return error
    }
    Issue.record("expected a PostgresError", sourceLocation: sourceLocation)
    throw MissingError()
}

struct MissingError: Error {}
