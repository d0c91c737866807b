import Foundation
import Logging
import Postgres
import TestSupport

/// Looks into the database past everybody, on a connection of its own that is made anew when it is lost.
final class Desk {
    private let connection: PostgresConnection

    init(_ system: WaybillSystem) {
        var configuration = system.database.configuration
        configuration.applicationName = "chaos"
        // Whatever is locked or stands still is looked at again a moment later.
        configuration.lockTimeout = .seconds(1)
        configuration.statementTimeout = .seconds(20)
        configuration.connectTimeout = .seconds(2)
        connection = PostgresConnection(configuration: configuration, logger: Logger(label: "chaos"))
    }

    func query(_ statement: Statement, _ values: [any PostgresParameter] = []) async throws -> PostgresRows {
        if await !connection.isConnected { try await connection.connect() }
        // The interface takes parameters one by one.
        return switch values.count {
        case 0: try await connection.query(statement)
        case 1: try await connection.query(statement, values[0])
        default: try await connection.query(statement, values[0], values[1])
        }
    }

    func run(_ script: String) async throws {
        if await !connection.isConnected { try await connection.connect() }
        try await connection.execute(script: script)
    }

    func close() async { await connection.close() }
}
