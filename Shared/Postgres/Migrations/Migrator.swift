public import Logging

/// Brings a schema to the state that a list of migrations describes. Forward only.
///
/// `<schema>.schema_migration` keeps what was applied, with its checksum. An advisory lock lets one migrator at a time do so;
/// each migration is one transaction with the schema as its search path.
public struct Migrator: Sendable {
    private let connection: PostgresConnection
    private let schema: String
    private let migrations: [Migration]
    private let logger: Logger

    private init(
        _ configuration: PostgresConfiguration, _ schema: String, _ migrations: [Migration], _ logger: Logger
    ) throws(PostgresError) {
        var names: Set<String> = []
        for migration in migrations where !names.insert(migration.name).inserted {
            throw PostgresError(.migration, "the migration \(migration.name) is listed twice")
        }
        var configuration = configuration
        // A rewrite of a big table takes long. Waiting for a lock may not: all other users of the table queue behind it.
        configuration.statementTimeout = .zero
        configuration.idleInTransactionTimeout = .zero
        configuration.searchPath = schema
        connection = PostgresConnection(configuration: configuration, logger: logger)
        self.schema = schema
        self.migrations = migrations
        self.logger = logger
    }

    /// Applies what is missing, in the order given, and makes the schema if it is not there.
    ///
    /// The list may come from several sources that are numbered each for itself (`E…` of the engine, `V…` of the service):
    /// only among names with the same first letter must what is new come after what was applied.
    /// - Returns: the names of those applied now.
    /// - Throws: ``PostgresError`` `.migration` for one that failed (with line and column), that was altered, that this list
    ///   does not know, or that is out of order; the schema is then as the last one that succeeded left it. `.connection` as
    ///   ``PostgresConnection/connect()``.
    public static func migrate(
        configuration: PostgresConfiguration, schema: String, migrations: [Migration], logger: Logger
    ) async throws -> [String] {
        let migrator = try Migrator(configuration, schema, migrations, logger)
        try await migrator.connection.connect()
        do {
            let applied = try await migrator.migrate()
            await migrator.connection.close()
            return applied
        } catch {
            // Ends the session and with it the advisory lock.
            await migrator.connection.close()
            throw error
        }
    }

    /// Checks that every migration of the list was applied as it is. Migrations that the list does not know are allowed:
    /// during a rolling upgrade the schema is ahead of the older programs.
    /// - Throws: ``PostgresError`` `.migration` that names what is missing or altered.
    public static func check(
        configuration: PostgresConfiguration, schema: String, migrations: [Migration], logger: Logger
    ) async throws {
        let migrator = try Migrator(configuration, schema, migrations, logger)
        try await migrator.connection.connect()
        do {
            try await migrator.check()
            await migrator.connection.close()
        } catch {
            await migrator.connection.close()
            throw error
        }
    }

    private func migrate() async throws -> [String] {
        try await lock()
        try await createTable()
        let applied = try await appliedChecksums()
        for name in applied.keys.sorted() where !migrations.contains(where: { $0.name == name }) {
            throw PostgresError(
                .migration, "the schema \(schema) has the migration \(name), which this program does not know")
        }
        let missing = try missing(from: applied)
        try checkOrder(of: missing)
        for migration in missing {
            try await apply(migration)
        }
        return missing.map(\.name)
    }

    private func check() async throws {
        guard try await hasTable() else {
            throw PostgresError(.migration, "the schema \(schema) is not there or was never migrated")
        }
        let missing = try missing(from: try await appliedChecksums())
        guard missing.isEmpty else {
            let names = missing.map(\.name).joined(separator: ", ")
            throw PostgresError(.migration, "the schema \(schema) lacks the migrations \(names)")
        }
    }

    // MARK: What there is

    private static let readApplied = Statement(
        "read-migrations", "SELECT name, checksum FROM schema_migration")
    private static let findTable = Statement(
        "find-migrations",
        "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = $1 AND tablename = 'schema_migration')")
    private static let findSchema = Statement(
        "find-schema", "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)")

    private func appliedChecksums() async throws -> [String: String] {
        var checksums: [String: String] = [:]
        for row in try await connection.query(Self.readApplied) {
            checksums[try row.string(0)] = try row.string(1)
        }
        return checksums
    }

    private func hasTable() async throws -> Bool {
        try await connection.query(Self.findTable, schema)[0].bool(0)
    }

    private func missing(from applied: [String: String]) throws(PostgresError) -> [Migration] {
        var missing: [Migration] = []
        for migration in migrations {
            guard let checksum = applied[migration.name] else {
                missing.append(migration)
                continue
            }
            guard checksum == migration.checksum else {
                throw PostgresError(
                    .migration, "the migration \(migration.name) was altered after it was applied to \(schema)")
            }
        }
        return missing
    }

    private func checkOrder(of missing: [Migration]) throws(PostgresError) {
        let pending = Set(missing.map(\.name))
        for (index, migration) in migrations.enumerated() where pending.contains(migration.name) {
            let later = migrations[index...].first {
                $0.name.first == migration.name.first && !pending.contains($0.name)
            }
            if let later {
                throw PostgresError(
                    .migration,
                    "the migration \(migration.name) comes before \(later.name), which \(schema) already has")
            }
        }
    }

    // MARK: Changing it

    private static let takeLock = Statement(
        "lock-migrations", "SELECT pg_advisory_lock($1, hashtext(current_database() || '.' || $2))")
    /// “WBMG”, the first half of our advisory locks for migrations.
    private static let lockClass: Int32 = 0x5742_4D47

    /// Waits for a migrator that is at work, for five minutes at most. The lock is the session's and ends with it.
    private func lock() async throws {
        try await connection.execute(script: "SET lock_timeout = '5min'")
        try await connection.query(Self.takeLock, Self.lockClass, schema)
        try await connection.execute(script: "RESET lock_timeout")
    }

    private func createTable() async throws {
        // Asked for first, because CREATE … IF NOT EXISTS needs the right to create even if there is nothing to do.
        if try await !connection.query(Self.findSchema, schema)[0].bool(0) {
            try await connection.execute(script: "CREATE SCHEMA \(schema.quotedIdentifier)")
        }
        guard try await !hasTable() else { return }
        try await connection.execute(
            script: """
                CREATE TABLE schema_migration (
                    name text PRIMARY KEY,
                    checksum text NOT NULL,
                    applied_at timestamptz NOT NULL DEFAULT now()
                )
                """)
    }

    private func apply(_ migration: Migration) async throws {
        logger.info("applying migration", metadata: ["schema": "\(schema)", "migration": "\(migration.name)"])
        // The simple protocol has no parameters; the checksum is hexadecimal, the name quoted.
        let record = """
            INSERT INTO \(schema.quotedIdentifier).schema_migration (name, checksum)
            VALUES (\(migration.name.quotedLiteral), \(migration.checksum.quotedLiteral))
            """
        do {
            try await connection.executeInTransaction(scripts: [migration.sql, record])
        } catch {
            throw failure(of: migration, error)
        }
    }

    private func failure(of migration: Migration, _ failure: ScriptFailure) -> PostgresError {
        var error = failure.error
        var place = ""
        if failure.index == 0, let position = error.position {
            place = " at \(migration.place(ofCharacter: position))"
        }
        error.code = .migration
        error.message = "the migration \(migration.name) of \(schema) failed: \(error.message)"
        // In every description, also where the message may quote rows and is left out.
        error.statement = migration.name + place
        error.position = nil
        return error
    }
}

extension String {
    /// The text as a string constant of SQL. `standard_conforming_strings` is on, so a backslash is no escape.
    fileprivate var quotedLiteral: String {
        "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}
