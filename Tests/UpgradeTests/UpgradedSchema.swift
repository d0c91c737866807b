import Contracts
import Logging
import Messaging
import Postgres
import ServiceKit
import TestSupport

/// A service's schema as a rolling upgrade meets it: first as the release before made it, then as today's migrations do.
struct UpgradedSchema: Sendable {
    let name: String
    let migrations: [Migration]
    let previous: PreviousRelease
    let engine: PreviousRelease

    init<Service: ServiceDefinition>(_: Service.Type) throws {
        name = Service.name.schema
        migrations = EngineMigrations.all + Service.migrations
        previous = try PreviousRelease(of: Service.name.rawValue)
        engine = try PreviousRelease(of: "engine")
    }

    /// What its processes of the release before ask it.
    var statements: [PreviousRelease.Recorded] { engine.statements + previous.statements }

    func migrateToPreviousRelease(_ database: TestDatabase) async throws {
        let known = Set(engine.migrations + previous.migrations)
        try await migrate(database, migrations.filter { known.contains($0.name) })
    }

    func migrateToToday(_ database: TestDatabase) async throws {
        try await migrate(database, migrations)
    }

    private func migrate(_ database: TestDatabase, _ migrations: [Migration]) async throws {
        _ = try await Migrator.migrate(
            configuration: database.configuration(schema: name), schema: name, migrations: migrations,
            logger: Logger(label: "test"))
    }

    /// Those of the statements that the schema can run as it is now.
    func understood(
        _ statements: [PreviousRelease.Recorded], _ database: TestDatabase
    ) async throws -> [PreviousRelease.Recorded] {
        try await database.withConnection(schema: name) { connection in
            var understood: [PreviousRelease.Recorded] = []
            for statement in statements {
                if try await connection.problem(planning: statement) == nil { understood.append(statement) }
            }
            return understood
        }
    }

    /// The columns of its tables and views.
    func columns(_ connection: PostgresConnection) async throws -> [Column] {
        try await connection.query(Self.readColumns, name).map {
            Column(
                name: try $0.string(0), type: try $0.string(1), isNullable: try $0.bool(2), hasDefault: try $0.bool(3),
                isOfView: try $0.bool(4))
        }
    }

    private static let readColumns = Statement(
        "upgrade_columns",
        """
        SELECT c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
               a.atthasdef OR a.attidentity <> '', c.relkind = 'v'
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = to_regnamespace($1::text) AND c.relkind IN ('r', 'p', 'v') AND a.attnum > 0
          AND NOT a.attisdropped
        ORDER BY 1
        """)

    struct Column: Equatable {
        /// With its table: `reservation_line.position`.
        let name: String
        let type: String
        let isNullable: Bool
        let hasDefault: Bool
        /// Which stands where a table was: what it may be is up to the table behind it.
        let isOfView: Bool

        var table: Substring { name.prefix { $0 != "." } }
    }
}

extension PostgresConnection {
    /// Plans a statement that is only known as a text. `ON CONFLICT` finds its unique index no earlier than that.
    ///
    /// - Returns: what the server has against it. Each statement can be planned once on a connection.
    func problem(planning statement: PreviousRelease.Recorded) async throws -> String? {
        let nulls = Array(repeating: "NULL", count: statement.parameters).joined(separator: ", ")
        let values = nulls.isEmpty ? "" : "(\(nulls))"
        do {
            try await execute(
                script: """
                    SET plan_cache_mode = force_generic_plan;
                    PREPARE recorded_\(statement.name) AS \(statement.sql);
                    EXPLAIN EXECUTE recorded_\(statement.name)\(values);
                    """)
            return nil
        } catch {
            guard error.sqlState != nil else { throw error }
            return error.message
        }
    }
}
