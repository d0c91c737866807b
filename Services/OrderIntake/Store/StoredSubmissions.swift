import Contracts
import FoundationEssentials
import Logging
import Postgres
import ServiceKit

/// Submissions in the engine's tables. A claim is an advisory lock of this connection's session: it ends with it, so that
/// whoever dies holds nothing.
package struct StoredSubmissions: SubmissionBook {
    private let connection: RouteConnection
    private let logger: Logger

    package init(configuration: PostgresConfiguration, logger: Logger) {
        connection = RouteConnection(configuration: configuration, logger: logger)
        self.logger = logger
    }

    package func claim(_ id: UUID) async throws -> SubmissionClaim {
        try await connection.ask { connection in
            try await connection.transaction { transaction in
                try SubmissionTables.claim(id, in: &transaction)
            }
        }
    }

    package func fate(of id: UUID) async throws -> SubmissionFate? {
        try await connection.ask { connection in
            try await connection.transaction { transaction in
                try SubmissionTables.fate(of: id, in: &transaction)
            }
        }
    }

    package func release(_ id: UUID) async {
        do {
            _ = try await connection.ask { try await $0.query(SubmissionTables.release, id.text) }
        } catch {
            // The connection is closed by now, and the lock with it.
            logger.warning("a submission's lock went with its connection", metadata: ["error": "\(error)"])
        }
    }

    package func order(_ name: String, of shop: ShopKey) async throws -> KnownOrder? {
        // PostgreSQL cannot take U+0000 in a text, and no id is longer.
        guard name.utf8.count <= SubmissionReader.longestIdentifier, !name.utf8.contains(0) else { return nil }
        return try await connection.ask { connection in
            try await connection.transaction { transaction in
                try SubmissionTables.order(name, of: shop, in: &transaction)
            }
        }
    }

    /// Ends the connection.
    package func close() async {
        await connection.close()
    }
}
