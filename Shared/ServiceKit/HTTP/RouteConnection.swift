public import Logging
public import Postgres

/// A database connection for a route, which has no part in the engine's transactions: connected at the first need and again
/// after trouble.
public actor RouteConnection {
    private let configuration: PostgresConfiguration
    private let logger: Logger
    private var connection: PostgresConnection?

    public init(configuration: PostgresConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// - Throws: what the question throws; the next one finds a new connection.
    public func ask<Result: Sendable>(
        _ question: @Sendable (PostgresConnection) async throws -> Result
    ) async throws -> Result {
        let connection = try await connected()
        do {
            return try await question(connection)
        } catch {
            // This one may be half dead.
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
    public func close() async {
        let open = connection
        connection = nil
        await open?.close()
    }
}
