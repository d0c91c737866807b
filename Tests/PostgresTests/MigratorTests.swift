import Postgres
import Testing

@Suite("Migrations", .database)
struct MigratorTests {
    private static let engine = [Migration(name: "E0001_engine", sql: "CREATE TABLE inbox (id uuid PRIMARY KEY);")]
    private static let orders = Migration(
        name: "V0001_orders",
        sql: """
            -- Orders, and a trigger whose body has semicolons in it.
            CREATE TABLE orders (id int8 PRIMARY KEY, note text);
            CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note = 'touched'; RETURN NEW; END $$;
            CREATE TRIGGER touch BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION touch();
            """)
    private static let seed = Migration(name: "V0002_seed", sql: "INSERT INTO orders (id) VALUES (1), (2)")
    private static let all = engine + [orders, seed]

    @Test("What is missing is applied in the order given, in the schema named, once")
    func order() async throws {
        #expect(try await migrate("stock", [Self.engine[0], Self.orders]) == ["E0001_engine", "V0001_orders"])
        #expect(try await migrate("stock", Self.all) == ["V0002_seed"])
        #expect(try await migrate("stock", Self.all) == [])
        try await check("stock", Self.all)
        let read = Statement("read", "SELECT count(*) FROM stock.orders WHERE note = 'touched'")
        let applied = Statement("applied", "SELECT name FROM stock.schema_migration ORDER BY applied_at")
        try await TestDatabase.withConnection { connection in
            #expect(try await connection.query(read)[0].int(0) == 2)
            let names = try await connection.query(applied).map { try $0.string(0) }
            #expect(names == Self.all.map(\.name))
        }
    }

    @Test("The source that is numbered apart may grow later; within one source nothing slips in between")
    func twoSources() async throws {
        let second = Migration(name: "E0002_outbox", sql: "CREATE TABLE outbox (id int8)")
        _ = try await migrate("sources", Self.all)
        #expect(try await migrate("sources", Self.engine + [second, Self.orders, Self.seed]) == ["E0002_outbox"])
        let between = Migration(name: "V0001a_between", sql: "SELECT 1")
        let error = try await postgresError {
            _ = try await migrate("sources", Self.engine + [second, Self.orders, between, Self.seed])
        }
        #expect(error.code == .migration)
        #expect(error.message.contains("V0001a_between comes before V0002_seed"))
    }

    @Test("A migration that was altered after it ran is refused, by migrate and by check")
    func altered() async throws {
        _ = try await migrate("altered", Self.all)
        let changed = Self.engine + [Migration(name: "V0001_orders", sql: Self.orders.sql + "\n"), Self.seed]
        for attempt in [{ _ = try await migrate("altered", changed) }, { try await check("altered", changed) }] {
            let error = try await postgresError { try await attempt() }
            #expect(error.code == .migration)
            #expect(error.message.contains("V0001_orders was altered"))
            #expect(!error.isRetriable)
        }
    }

    @Test("A schema ahead of the program is refused by migrate, which must not guess, and passes check")
    func unknown() async throws {
        _ = try await migrate("ahead", Self.all)
        let error = try await postgresError { _ = try await migrate("ahead", Array(Self.all.dropLast())) }
        #expect(error.message.contains("V0002_seed, which this program does not know"))
        try await check("ahead", Array(Self.all.dropLast()))
    }

    @Test("Check names what is missing, in a schema that is behind and in one that is not there")
    func behind() async throws {
        _ = try await migrate("behind", Self.engine)
        let behind = try await postgresError { try await check("behind", Self.all) }
        #expect(behind.message.contains("lacks the migrations V0001_orders, V0002_seed"))
        let absent = try await postgresError { try await check("absent", Self.all) }
        #expect(absent.message.contains("absent is not there"))
    }

    @Test("One that fails leaves nothing of itself and keeps those before it; the error has its name, line and column")
    func failing() async throws {
        let broken = Migration(
            name: "V0002_broken", sql: "CREATE TABLE half (id int8);\n\n  INSERT INTO nowhere VALUES (1);")
        let error = try await postgresError { _ = try await migrate("failing", Self.engine + [Self.orders, broken]) }
        #expect(error.code == .migration)
        #expect(error.sqlState == "42P01")
        #expect("\(error)".contains("statement V0002_broken at line 3, column 15"))
        let tables = Statement(
            "tables", "SELECT tablename FROM pg_tables WHERE schemaname = 'failing' ORDER BY tablename")
        try await TestDatabase.withConnection { connection in
            let names = try await connection.query(tables).map { try $0.string(0) }
            #expect(names == ["inbox", "orders", "schema_migration"])
        }
        #expect(try await migrate("failing", Self.all) == ["V0002_seed"])
    }

    @Test("One that ends its transaction itself is refused")
    func ownTransaction() async throws {
        let committing = Migration(name: "V0001_commit", sql: "CREATE TABLE t (id int8); COMMIT;")
        let error = try await postgresError { _ = try await migrate("own", [committing]) }
        #expect(error.message.contains("ends the transaction that it runs in"))
    }

    @Test("Two of one name are refused before anything is done")
    func twice() async throws {
        let error = try await postgresError { _ = try await migrate("twice", Self.engine + Self.engine) }
        #expect(error.message.contains("E0001_engine is listed twice"))
    }

    @Test("Migrators at once: each migration is applied by exactly one of them")
    func concurrent() async throws {
        let applied = try await withThrowingTaskGroup { group in
            for _ in 0..<6 {
                group.addTask { try await migrate("together", Self.all) }
            }
            return try await group.reduce(into: [String]()) { $0 += $1 }
        }
        #expect(applied.sorted() == Self.all.map(\.name).sorted())
    }
}

private func migrate(_ schema: String, _ migrations: [Migration]) async throws -> [String] {
    try await Migrator.migrate(
        configuration: TestDatabase.current, schema: schema, migrations: migrations, logger: TestDatabase.logger)
}

private func check(_ schema: String, _ migrations: [Migration]) async throws {
    try await Migrator.check(
        configuration: TestDatabase.current, schema: schema, migrations: migrations, logger: TestDatabase.logger)
}
