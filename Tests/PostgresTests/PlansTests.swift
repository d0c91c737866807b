import FoundationEssentials
import Postgres
import Testing

@Suite(
    "Kept plans",
    .database(
        """
        CREATE TABLE item (id uuid PRIMARY KEY, title text NOT NULL) WITH (autovacuum_enabled = off);
        INSERT INTO item SELECT gen_random_uuid(), repeat('x', 200) FROM generate_series(1, 1000);
        ANALYZE item;
        CREATE FUNCTION plan_of(statement text) RETURNS text LANGUAGE plpgsql AS $$
        DECLARE
            line text;
            plan text := '';
        BEGIN
            FOR line IN EXECUTE format('EXPLAIN EXECUTE %I (%L)', statement, '{}') LOOP plan := plan || line || ' '; END LOOP;
            RETURN plan;
        END $$;
        """))
struct PlansTests {
    private static let select = Statement("items_by_key", "SELECT id, title FROM item WHERE id = ANY($1::uuid[])")
    private static let runs = Statement(
        "runs",
        "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE name LIKE 'items_by_key%'")
    private static let plan = Statement(
        "plan", "SELECT plan_of(name) FROM pg_prepared_statements WHERE name LIKE 'items_by_key%'")

    @Test("A statement that finds rows by keys is planned once, whatever the number of keys, and reads the index")
    func kept() async throws {
        var configuration = TestDatabase.current
        configuration.plans = .kept
        try await TestDatabase.withConnection(configuration) { connection in
            for count in 1...20 {
                let ids = (0..<count).map { _ in UUID() }
                try await connection.transaction { tx in _ = try tx.run(Self.select, ids) }
            }
            let runs = try await connection.query(Self.runs)
            #expect(try runs[0].int64(0) == 20)
            #expect(try runs[0].int64(1) == 0)
            #expect(try await connection.query(Self.plan)[0].string(0).contains("Index"))
        }
    }
}
