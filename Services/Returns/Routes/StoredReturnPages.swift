import Contracts
import FoundationEssentials
import Logging
import Postgres
import Messaging
import WireJSON

/// Pages from the tables, over a connection of its own: a route has no part in the engine's transactions. Connected at
/// the first need and again after trouble.
package actor StoredReturnPages: ReturnPageReading {
    private let configuration: PostgresConfiguration
    private let logger: Logger
    private var connection: PostgresConnection?

    package init(configuration: PostgresConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    package func page(token: String) async throws -> ReturnPage? {
        try await asking { connection in
            try await connection.transaction { transaction in
                try ReturnPageTables.page(token: token, in: &transaction)
            }
        }
    }

    package func answer(to requestID: UUID) async throws -> ReturnAnswered? {
        try await asking { connection in
            for row in try await connection.query(ReturnPageTables.replies, requestID) {
                let message = try ReceivedMessage(parsing: try row.bytes(0))
                if message.type == ReturnAnswered.type { return try message.payload() }
            }
            return nil
        }
    }

    private func asking<Result: Sendable>(
        _ question: @Sendable (PostgresConnection) async throws -> Result
    ) async throws -> Result {
        let connection = try await connected()
        do {
            return try await question(connection)
        } catch {
            // The next question opens a new connection; this one may be half dead.
            if self.connection === connection { self.connection = nil }
            await connection.close()
            throw error
        }
    }

    private func connected() async throws -> PostgresConnection {
        if let connection { return connection }
        let fresh = PostgresConnection(configuration: configuration, logger: logger)
        try await fresh.connect()
        // Another request may have connected while this one waited.
        if let connection {
            await fresh.close()
            return connection
        }
        connection = fresh
        return fresh
    }

    /// Ends the connection.
    package func close() async {
        let open = connection
        connection = nil
        await open?.close()
    }
}
