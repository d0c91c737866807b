import Contracts
import Logging
import Postgres
import ServiceKit
import WireJSON

/// The connections in the table `shop`, believed for five seconds.
package actor StoredShopConnections: ShopConnections {
    private struct Entry {
        var connection: ShopConnection?
        var readAt: ContinuousClock.Instant
    }

    private let route: RouteConnection
    private let lifetime: Duration
    private var entries: [ShopKey: Entry] = [:]

    package init(configuration: PostgresConfiguration, lifetime: Duration = .seconds(5), logger: Logger) {
        route = RouteConnection(configuration: configuration, logger: logger)
        self.lifetime = lifetime
    }

    package func connection(of shop: ShopKey) async throws -> ShopConnection? {
        if let entry = entries[shop], entry.readAt.duration(to: .now) < lifetime { return entry.connection }
        let connection = try await route.ask { connection in
            try await connection.query(ShopTable.connection, shop.channel, shop.shop).first
                .flatMap { try $0.jsonOrNil(0) }.map { try ShopConnection.parse($0) }
        }
        entries[shop] = Entry(connection: connection, readAt: .now)
        return connection
    }

    /// Ends the connection.
    package func close() async {
        await route.close()
    }
}
