import Postgres
import Testing

@Suite("Errors of statements", .database)
struct ErrorTests {
    private static let echo = Statement("echo", "SELECT $1::int8")
    private static let late = Statement("late", "SELECT $1::int8 + 1")

    @Test("An error in the middle says what and where, undoes all, and leaves the connection usable")
    func constraint() async throws {
        let insert = Statement("insert-unique", "INSERT INTO uniques (id, name) VALUES ($1, $2)")
        let count = Statement("count-uniques", "SELECT count(*) FROM uniques")
        try await TestDatabase.withConnection { connection in
            try await connection.execute(
                script: "CREATE TABLE uniques (id int8 CONSTRAINT one_of_each PRIMARY KEY, name text)")
            let error = try await postgresError {
                try await connection.transaction { tx in
                    try tx.send(insert, 1, "secret one")
                    try tx.send(insert, 1, "secret two")
                    try tx.send(insert, 2, "secret three")
                }
            }
            #expect(error.code == .server)
            #expect(error.sqlState == "23505")
            #expect(error.isUniqueViolation)
            #expect(error.constraint == "one_of_each")
            #expect(error.table == "uniques")
            #expect(error.statement == "insert-unique")
            #expect(error.file.hasSuffix("ErrorTests.swift"))
            #expect(!error.isRetriable)
            #expect(try await connection.query(count)[0].int(0) == 0)
            #expect(try await connection.transaction { tx in try tx.run(Self.echo, 7)[0].int(0) } == 7)
        }
    }

    @Test("Neither a description nor a dump shows the values that the server quotes")
    func noValues() async throws {
        let castText = Statement("cast", "SELECT $1::text::uuid")
        let raise = Statement("raise", "SELECT pg_temp.complain($1)")
        try await TestDatabase.withConnection { connection in
            try await connection.execute(
                script: """
                    CREATE FUNCTION pg_temp.complain(text) RETURNS int LANGUAGE plpgsql AS
                    $$ BEGIN RAISE EXCEPTION 'no: %', $1; END $$
                    """)
            for statement in [castText, raise] {
                let error = try await postgresError { _ = try await connection.query(statement, "4111111111111111") }
                #expect(error.message.contains("4111111111111111"))
                var dumped = ""
                dump(error, to: &dumped)
                for text in ["\(error)", String(reflecting: error), dumped] {
                    #expect(!text.contains("4111"))
                    #expect(text.contains(error.sqlState ?? "no state"))
                }
            }
        }
    }

    @Test("A body that catches the error of a statement cannot commit all the same")
    func caught() async throws {
        let bad = Statement("divide", "SELECT 1 / $1::int8")
        let insert = Statement("insert-caught", "INSERT INTO caught VALUES ($1)")
        let count = Statement("count-caught", "SELECT count(*) FROM caught")
        try await TestDatabase.withConnection { connection in
            try await connection.execute(script: "CREATE TABLE caught (id int8)")
            let error = try await postgresError {
                try await connection.transaction { tx in
                    try tx.send(insert, 1)
                    _ = try? tx.run(bad, 0)
                    _ = try? tx.run(insert, 2)
                }
            }
            #expect(error.sqlState == "22012")
            #expect(try await connection.query(count)[0].int(0) == 0)
        }
    }

    @Test("A body that throws rolls back, with nothing, something or everything answered")
    func rollbackByThrow() async throws {
        struct Refusal: Error {}
        let insert = Statement("insert-refused", "INSERT INTO refused VALUES ($1)")
        let count = Statement("count-refused", "SELECT count(*) FROM refused")
        try await TestDatabase.withConnection { connection in
            try await connection.execute(script: "CREATE TABLE refused (id int8)")
            for reading in [0, 1, 2] {
                await #expect(throws: Refusal.self) {
                    try await connection.transaction { tx in
                        let tickets = [try tx.send(insert, 1), try tx.send(insert, 2)]
                        for ticket in tickets.prefix(reading) { _ = try tx.read(ticket) }
                        throw Refusal()
                    }
                }
                #expect(try await connection.query(count)[0].int(0) == 0)
            }
            await #expect(throws: Refusal.self) { try await connection.transaction { _ in throw Refusal() } }
            #expect(await connection.isConnected)
        }
    }

    @Test("A statement whose PREPARE was skipped by an earlier error is prepared again, one whose PREPARE ran is not")
    func preparedTracking() async throws {
        let early = Statement("early", "SELECT $1::int8")
        let bad = Statement("bad", "SELECT 1 / $1::int8")
        let unknown = Statement("unknown", "SELECT * FROM there_is_no_such_table WHERE id = $1::int8")
        let names = Statement("names", "SELECT name FROM pg_prepared_statements ORDER BY prepare_time")
        try await TestDatabase.withConnection { connection in
            _ = try await postgresError {
                try await connection.transaction { tx in
                    try tx.send(early, 1)
                    try tx.send(bad, 0)
                    try tx.send(Self.late, 1)
                }
            }
            _ = try await postgresError { _ = try await connection.query(unknown, 1) }
            let prepared = try await connection.query(names).map { try $0.string(0) }
            #expect(prepared.contains { $0.hasPrefix("early_") })
            #expect(!prepared.contains { $0.hasPrefix("late_") })
            #expect(!prepared.contains { $0.hasPrefix("unknown_") })

            let value = try await connection.transaction { tx in
                try tx.send(early, 1)
                return try tx.run(Self.late, 41)[0].int(0)
            }
            #expect(value == 42)
            try await connection.execute(script: "CREATE TABLE there_is_no_such_table (id int8)")
            #expect(try await connection.query(unknown, 1).isEmpty)
            let after = try await connection.query(names).map { try $0.string(0) }
            #expect(after.count { $0.hasPrefix("early_") } == 1)
            #expect(after.count { $0.hasPrefix("late_") } == 1)
        }
    }

    @Test("A statement made stale by a migration fails once, as retriable, and then works")
    func staleStatement() async throws {
        let all = Statement("all", "SELECT * FROM growing")
        try await TestDatabase.withConnection { connection in
            try await connection.execute(script: "CREATE TABLE growing (id int8); INSERT INTO growing VALUES (1)")
            _ = try await connection.query(all)
            try await connection.execute(script: "ALTER TABLE growing ADD COLUMN name text DEFAULT 'x'")
            let error = try await postgresError { _ = try await connection.query(all) }
            #expect(error.isRetriable)
            #expect(try await connection.query(all)[0].string(1) == "x")
        }
    }

    @Test("A deferred constraint fails at COMMIT with its name, and the connection goes on")
    func deferredConstraint() async throws {
        let insert = Statement("insert-child", "INSERT INTO child VALUES ($1)")
        try await TestDatabase.withConnection { connection in
            try await connection.execute(
                script: """
                    CREATE TABLE parent (id int8 PRIMARY KEY);
                    CREATE TABLE child (id int8 CONSTRAINT has_parent REFERENCES parent DEFERRABLE INITIALLY DEFERRED)
                    """)
            let error = try await postgresError {
                _ = try await connection.transaction { tx in try tx.run(insert, 1) }
            }
            #expect(error.code == .server)
            #expect(error.constraint == "has_parent")
            #expect(try await connection.query(Self.echo, 1)[0].int(0) == 1)
        }
    }

    @Test("A statement that takes too long is ended by the server, retriable")
    func statementTimeout() async throws {
        let sleep = Statement("sleep", "SELECT pg_sleep(200)")
        var configuration = TestDatabase.current
        configuration.statementTimeout = .seconds(2)
        try await TestDatabase.withConnection(configuration) { connection in
            let error = try await postgresError {
                _ = try await connection.transaction { tx in try tx.run(sleep) }
            }
            #expect(error.sqlState == "57014")
            #expect(error.isRetriable)
            #expect(await connection.isConnected)
        }
    }

    @Test("A statement that waits too long for a lock is ended by the server, retriable")
    func lockTimeout() async throws {
        let take = Statement("take", "SELECT pg_advisory_lock($1, $2)")
        var configuration = TestDatabase.current
        configuration.lockTimeout = .seconds(1)
        let holder = PostgresConnection(configuration: configuration, logger: TestDatabase.logger)
        try await holder.connect()
        try await holder.query(take, Int32(1), Int32(2))
        try await TestDatabase.withConnection(configuration) { connection in
            let error = try await postgresError {
                _ = try await connection.transaction { tx in try tx.run(take, Int32(1), Int32(2)) }
            }
            #expect(error.sqlState == "55P03")
            #expect(error.isRetriable)
        }
        await holder.close()
    }

    @Test("Two transactions in a deadlock: one is told to retry")
    func deadlock() async throws {
        let update = Statement("update-pair", "UPDATE pair SET n = n + 1 WHERE id = $1")
        try await TestDatabase.withConnection { first in
            try await first.execute(
                script: "CREATE TABLE pair (id int8, n int8); INSERT INTO pair VALUES (1, 0), (2, 0)")
            try await TestDatabase.withConnection { second in
                let meeting = Meeting(parties: 2)
                let outcomes = await withTaskGroup { group in
                    for (connection, order) in [(first, [1, 2]), (second, [2, 1])] {
                        group.addTask { () -> PostgresError? in
                            do {
                                try await connection.transaction { tx in
                                    try tx.run(update, order[0])
                                    meeting.arriveAndWait()
                                    try tx.run(update, order[1])
                                }
                                return nil
                            } catch { return error as? PostgresError }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                let failed = outcomes.compactMap { $0 }
                #expect(failed.map(\.sqlState) == ["40P01"])
                #expect(failed.allSatisfy { $0.isRetriable })
            }
        }
    }

    @Test("A text with a zero byte, which PostgreSQL cannot keep, is an error of its own")
    func zeroByte() async throws {
        let echo = Statement("echo-text", "SELECT $1")
        try await TestDatabase.withConnection { connection in
            let error = try await postgresError { _ = try await connection.query(echo, "a\0b") }
            #expect(error.sqlState == "22021")
            #expect(!error.isRetriable)
            #expect(try await connection.query(Self.echo, 5)[0].int(0) == 5)
        }
    }
}
