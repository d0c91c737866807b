import Contracts
import FoundationEssentials
import Logging
import Messaging
import Postgres
import ServiceKit

/// Answers in the engine's table.
package struct StoredProductReplies: ProductReplies {
    private let connection: RouteConnection

    package init(configuration: PostgresConfiguration, logger: Logger) {
        connection = RouteConnection(configuration: configuration, logger: logger)
    }

    package func answer(to messageID: UUID) async throws -> ProductsFed? {
        try await connection.ask { connection in
            for row in try await connection.query(ProductSQL.replies, messageID) {
                let message = try ReceivedMessage(parsing: try row.bytes(0))
                if message.type == ProductsFed.type { return try message.payload() }
            }
            return nil
        }
    }

    /// Ends the connection.
    package func close() async {
        await connection.close()
    }
}
