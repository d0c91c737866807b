import Contracts
import FoundationEssentials
import Logging
import Messaging
import Postgres
import ServiceKit
import WireJSON

/// Pages from the tables.
package struct StoredReturnPages: ReturnPageReading {
    private let connection: RouteConnection

    package init(configuration: PostgresConfiguration, logger: Logger) {
        connection = RouteConnection(configuration: configuration, logger: logger)
    }

    package func page(token: String) async throws -> ReturnPage? {
        try await connection.ask { connection in
            try await connection.transaction { transaction in
                try ReturnPageTables.page(token: token, in: &transaction)
            }
        }
    }

    package func answer(to requestID: UUID) async throws -> ReturnAnswered? {
        try await connection.ask { connection in
            for row in try await connection.query(ReturnPageTables.replies, requestID) {
                let message = try ReceivedMessage(parsing: try row.bytes(0))
                if message.type == ReturnAnswered.type { return try message.payload() }
            }
            return nil
        }
    }

    /// Ends the connection.
    package func close() async {
        await connection.close()
    }
}
