import Postgres
import Testing

@Suite("Pipelined transactions", .database)
struct PipelineTests {
    private static let echo = Statement("echo", "SELECT $1::int8 AS number")
    private static let length = Statement("length", "SELECT length($1), $1")

    @Test("Many statements in one transaction give their results in order, in whatever order they are read")
    func order() async throws {
        let numbers = try await TestDatabase.withConnection { connection in
            try await connection.transaction { tx in
                let tickets = try (0..<500).map { try tx.send(Self.echo, $0) }
                let last = try tx.read(tickets[499])[0].int(0)
                return [last] + (try tickets.dropLast().map { try tx.read($0)[0].int(0) })
            }
        }
        #expect(numbers == [499] + Array(0..<499))
    }

    @Test(
        "Parameters and results beyond what all buffers hold, at once, do not stall either side",
        .timeLimit(.minutes(5)))
    func largeBothWays() async throws {
        // The server cannot read on before its 32 MB are read, and the client has 19 MB more to write.
        let many = Statement("repeat", "SELECT repeat($1, 512)")
        let text = String(repeating: "0123456789abcdef", count: 4096)
        let lengths = try await TestDatabase.withConnection { connection in
            try await connection.transaction { tx in
                let first = try tx.send(many, text)
                let tickets = try (0..<300).map { _ in try tx.send(Self.length, text) }
                let repeated = try tx.read(first)[0].string(0)
                return [repeated.utf8.count]
                    + (try tickets.map { ticket in
                        let row = try tx.read(ticket)[0]
                        return try row.string(1) == text ? try row.int(0) : -1
                    })
            }
        }
        #expect(lengths == [33_554_432] + Array(repeating: 65_536, count: 300))
    }

    @Test("What one transaction wrote, the next reads; a statement that touches rows says how many")
    func commit() async throws {
        let insert = Statement("insert", "INSERT INTO committed SELECT unnest($1)")
        let count = Statement("count", "SELECT count(*) FROM committed")
        try await TestDatabase.withConnection { connection in
            try await connection.execute(script: "CREATE TABLE committed (id int8)")
            let affected = try await connection.transaction { tx in
                try tx.run(insert, [1, 2, 3]).affected
            }
            #expect(affected == 3)
            #expect(try await connection.query(count)[0].int(0) == 3)
        }
    }

    @Test("A body that sends nothing costs nothing and succeeds")
    func empty() async throws {
        try await TestDatabase.withConnection { connection in
            let result = try await connection.transaction { _ in 42 }
            #expect(result == 42)
        }
    }

    @Test("A ticket is good for one read within its own transaction")
    func tickets() async throws {
        try await TestDatabase.withConnection { connection in
            let old = try await connection.transaction { tx in try tx.send(Self.echo, 1) }
            let stale = try await postgresError {
                try await connection.transaction { tx in
                    try tx.send(Self.echo, 1)
                    _ = try tx.read(old)
                }
            }
            let twice = try await postgresError {
                try await connection.transaction { tx in
                    let ticket = try tx.send(Self.echo, 1)
                    _ = try tx.read(ticket)
                    _ = try tx.read(ticket)
                }
            }
            #expect(stale.code == .misuse)
            #expect(twice.code == .misuse)
        }
    }

    @Test("The isolation level can be set by a first statement")
    func isolationLevel() async throws {
        let set = Statement("serializable", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
        let show = Statement("show", "SHOW transaction_isolation")
        try await TestDatabase.withConnection { connection in
            let level = try await connection.transaction { tx in
                try tx.send(set)
                return try tx.run(show)[0].string(0)
            }
            #expect(level == "serializable")
        }
    }

    @Test("Transactions of many tasks on one connection follow one another")
    func manyTasks() async throws {
        try await TestDatabase.withConnection { connection in
            let sum = try await withThrowingTaskGroup { group in
                for number in 1...50 {
                    group.addTask { try await connection.transaction { tx in try tx.run(Self.echo, number)[0].int(0) } }
                }
                return try await group.reduce(0, +)
            }
            #expect(sum == 1275)
        }
    }
}
