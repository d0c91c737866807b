import Logging
import Postgres
import ServiceKit

/// The secrets in the table `shop`. What was read is believed for five seconds, so that a closed shop or a new secret takes
/// effect within them and a burst of webhooks asks once.
package actor StoredShopSecrets: ShopSecrets {
    private struct Entry {
        var credentials: ShopCredentials
        var readAt: ContinuousClock.Instant
    }

    /// Shops that do not exist can be asked for by anybody, so there is a bound.
    private static let capacity = 10_000

    private let connection: RouteConnection
    private let lifetime: Duration
    private var entries: [ShopKey: Entry] = [:]

    package init(configuration: PostgresConfiguration, lifetime: Duration = .seconds(5), logger: Logger) {
        connection = RouteConnection(configuration: configuration, logger: logger)
        self.lifetime = lifetime
    }

    package func credentials(of shop: ShopKey) async throws -> ShopCredentials {
        if let entry = entries[shop], entry.readAt.duration(to: .now) < lifetime { return entry.credentials }
        let credentials = try await read(shop)
        if entries.count >= Self.capacity { entries.removeAll() }
        entries[shop] = Entry(credentials: credentials, readAt: .now)
        return credentials
    }

    private func read(_ shop: ShopKey) async throws -> ShopCredentials {
        try await connection.ask { connection in
            guard let row = try await connection.query(ShopTable.credentials, shop.channel, shop.shop).first else {
                return .none
            }
            return ShopCredentials(secrets: try row.array(0, of: String.self), domain: try row.stringOrNil(1))
        }
    }

    /// Ends the connection.
    package func close() async {
        await connection.close()
    }
}
