import FoundationEssentials
import Postgres
import Testing

@Suite(
    "Plans of prepared statements",
    .database(
        """
        CREATE TABLE item (id uuid PRIMARY KEY, title text NOT NULL) WITH (autovacuum_enabled = off);
        CREATE FUNCTION plan_of(statement text) RETURNS text LANGUAGE plpgsql AS $$
        DECLARE
            line text;
            plan text := '';
        BEGIN
            FOR line IN EXECUTE format('EXPLAIN EXECUTE %I (%L)', statement, '{}') LOOP plan := plan || line || ' '; END LOOP;
            RETURN plan;
        END $$;
        """))
struct PlanAgeTests {
    private static let fill = Statement(
        "fill", "INSERT INTO item SELECT gen_random_uuid(), repeat('x', 200) FROM generate_series(1, $1::int8)")
    private static let select = Statement("items_by_id", "SELECT id, title FROM item WHERE id = ANY($1::uuid[])")
    private static let plan = Statement(
        "plan", "SELECT plan_of(name) FROM pg_prepared_statements WHERE name LIKE 'items_by_id%'")

    private func select(_ times: Int, inTransactions: Bool = true, on connection: PostgresConnection) async throws {
        for _ in 0..<times {
            if inTransactions {
                try await connection.transaction { tx in _ = try tx.run(Self.select, [UUID(), UUID()]) }
            } else {
                _ = try await connection.query(Self.select, [UUID(), UUID()])
            }
        }
    }

    private func plan(on connection: PostgresConnection) async throws -> String {
        try await connection.query(Self.plan)[0].string(0)
    }

    @Test(
        "A plan made while a table was small is made anew when the session has sent some hundred statements more",
        .serialized, arguments: [true, false])
    func growth(inTransactions: Bool) async throws {
        try await TestDatabase.withConnection { connection in
            var hasOutlivedGrowth = false
            // Again when the server had the session look by itself, as it does when it was told of more changes than it
            // keeps, such as those of other tests' tables.
            for _ in 0..<20 where !hasOutlivedGrowth {
                try await connection.execute(script: "TRUNCATE item")
                _ = try await connection.query(Self.fill, 50)
                try await connection.execute(script: "ANALYZE item")
                // So many that the server no longer plans each run for itself.
                try await select(10, on: connection)
                #expect(try await plan(on: connection).contains("Seq Scan"))
                // In small steps: a session that is at one statement for long hears of too much at its end.
                for _ in 0..<8 { _ = try await connection.query(Self.fill, 500) }
                try await select(10, on: connection)
                hasOutlivedGrowth = try await plan(on: connection).contains("Seq Scan")
            }
            #expect(hasOutlivedGrowth, "the server has looked again by itself each time")
            // BEGIN and COMMIT count too.
            try await select(inTransactions ? 170 : 510, inTransactions: inTransactions, on: connection)
            #expect(try await plan(on: connection).contains("Index"))
        }
    }

    @Test("What is to be the first statement of a transaction still is when plans are made anew")
    func isolationLevel() async throws {
        let set = Statement("serializable", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
        let show = Statement("show", "SHOW transaction_isolation")
        try await TestDatabase.withConnection { connection in
            for _ in 0..<300 {
                let level = try await connection.transaction { tx in
                    try tx.send(set)
                    return try tx.run(show)[0].string(0)
                }
                #expect(level == "serializable")
            }
        }
    }
}
