import Logging
import Postgres

/// The secrets in the table `shop`, over a connection of its own: a route has no part in the engine's transactions.
///
/// Connected at the first need and again after trouble. What was read is believed for five seconds, so that a closed
/// shop or a new secret takes effect within them and a burst of webhooks asks once.
package actor StoredShopSecrets: ShopSecrets {
    private struct Entry {
        var credentials: ShopCredentials
        var readAt: ContinuousClock.Instant
    }

    /// Shops that do not exist can be asked for by anybody, so there is a bound.
    private static let capacity = 10_000

    private let configuration: PostgresConfiguration
    private let logger: Logger
    private let lifetime: Duration
    private var connection: PostgresConnection?
    private var entries: [ShopKey: Entry] = [:]

    package init(configuration: PostgresConfiguration, lifetime: Duration = .seconds(5), logger: Logger) {
        self.configuration = configuration
        self.lifetime = lifetime
        self.logger = logger
    }

    package func credentials(of shop: ShopKey) async throws -> ShopCredentials {
        if let entry = entries[shop], entry.readAt.duration(to: .now) < lifetime { return entry.credentials }
        let credentials = try await read(shop)
        if entries.count >= Self.capacity { entries.removeAll() }
        entries[shop] = Entry(credentials: credentials, readAt: .now)
        return credentials
    }

    private func read(_ shop: ShopKey) async throws -> ShopCredentials {
        let connection = try await connected()
        do {
            guard let row = try await connection.query(ShopTable.credentials, shop.channel, shop.shop).first else {
                return .none
            }
            return ShopCredentials(secrets: try row.array(0, of: String.self), domain: try row.stringOrNil(1))
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
