import FoundationEssentials
import Logging
import Postgres
import ServiceKit

/// The feeds' orders in the database.
package struct StoredOrderFeed: OrderFeed {
    private let connection: RouteConnection

    package init(configuration: PostgresConfiguration, logger: Logger) {
        connection = RouteConnection(configuration: configuration, logger: logger)
    }

    package func page(of shop: ShopKey, _ window: FeedWindow) async throws -> FeedPage {
        try await connection.ask { connection in
            try await connection.transaction { transaction in
                try OrderFeedTable.page(of: shop, window, in: &transaction)
            }
        }
    }

    package func orders(numbered number: String, id: UUID?, of shop: ShopKey) async throws -> [FeedOrder] {
        // PostgreSQL cannot take U+0000 in a text.
        guard !number.utf8.contains(0) else { return [] }
        return try await connection.ask { connection in
            try await connection.transaction { transaction in
                try OrderFeedTable.find(number, id: id, of: shop, in: &transaction)
            }
        }
    }

    package func levels(of shop: ShopKey, page: Int) async throws -> [FeedLevel] {
        try await connection.ask { connection in
            try await connection.transaction { transaction in
                try OrderFeedTable.levels(of: shop, page: page, in: &transaction)
            }
        }
    }

    /// Ends the connection.
    package func close() async {
        await connection.close()
    }
}
