import Synchronization
import Testing

@testable import Postgres

@Suite("COPY", .database)
struct CopyTests {
    private static let make = "CREATE TEMP TABLE thing (id bigint PRIMARY KEY, word text CHECK (word <> 'no'))"
    private static let count = Statement("copy_count", "SELECT count(*), coalesce(sum(id), 0)::int8 FROM thing")

    @Test("rows go in and come out again, however they are cut into pieces, and the connection goes on as before")
    func roundTrip() async throws {
        try await TestDatabase.withConnection { connection in
            try await connection.execute(script: Self.make)
            let pieces = Mutex([Array("1\tone\n2\tt".utf8), Array("wo\n3\t\\N".utf8), Array("\n".utf8)])
            let added = try await connection.copyIn("COPY thing FROM STDIN") {
                pieces.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            }
            #expect(added == 3)
            let rows = Mutex<[String]>([])
            try await connection.copyOut("COPY (SELECT * FROM thing ORDER BY id) TO STDOUT") { row in
                rows.withLock { $0.append(String(decoding: row, as: UTF8.self)) }
            }
            #expect(rows.withLock { $0 } == ["1\tone", "2\ttwo", "3\t\\N"])
            #expect(try await connection.query(Self.count).first?.int(0) == 3)
        }
    }

    @Test("much more goes through than any buffer holds")
    func large() async throws {
        try await TestDatabase.withConnection { connection in
            try await connection.execute(script: Self.make)
            let next = Mutex(0)
            let filler = String(repeating: "x", count: 1000)
            let added = try await connection.copyIn("COPY thing FROM STDIN") {
                let start = next.withLock { start in
                    defer { start += 500 }
                    return start
                }
                guard start < 20_000 else { return nil }
                return (start..<start + 500).flatMap { Array("\($0)\t\(filler)\n".utf8) }
            }
            #expect(added == 20_000)
            let read = Mutex(0)
            try await connection.copyOut("COPY thing TO STDOUT") { row in read.withLock { $0 += row.count } }
            #expect(read.withLock { $0 } > 20_000_000)
        }
    }

    @Test("a row that the server refuses leaves none behind, and says which rule it broke")
    func refused() async throws {
        try await TestDatabase.withConnection { connection in
            try await connection.execute(script: Self.make)
            let pieces = Mutex([Array("1\tyes\n2\tno\n".utf8)])
            let error = await #expect(throws: PostgresError.self) {
                try await connection.copyIn("COPY thing FROM STDIN") {
                    pieces.withLock { $0.popLast() }
                }
            }
            #expect(error?.sqlState == "23514")
            #expect(error?.constraint == "thing_word_check")
            #expect(try await connection.query(Self.count).first?.int(0) == 0)
        }
    }

    @Test("when the caller gives up half-way, no row is kept and its own error comes back")
    func givenUp() async throws {
        struct GivenUp: Error {}
        try await TestDatabase.withConnection { connection in
            try await connection.execute(script: Self.make)
            let calls = Mutex(0)
            await #expect(throws: GivenUp.self) {
                try await connection.copyIn("COPY thing FROM STDIN") {
                    if calls.withLock({
                        $0 += 1; return $0
                    }) > 1 {
                        throw GivenUp()
                    }
                    return Array("1\tone\n".utf8)
                }
            }
            #expect(try await connection.query(Self.count).first?.int(0) == 0)
        }
    }

    @Test("a command that is no COPY, or of the other direction, is refused and harms nothing")
    func wrongCommand() async throws {
        try await TestDatabase.withConnection { connection in
            try await connection.execute(script: Self.make)
            await #expect(throws: PostgresError.self) { try await connection.copyIn("SELECT 1") { nil } }
            await #expect(throws: PostgresError.self) { try await connection.copyOut("COPY none TO STDOUT") { _ in } }
            #expect(try await connection.query(Self.count).first?.int(0) == 0)

            // Rows that nobody reads would stand in the way of everything else.
            let error = await #expect(throws: PostgresError.self) {
                try await connection.copyIn("COPY thing TO STDOUT") { nil }
            }
            #expect(error?.code == .misuse)
            #expect(await !connection.isConnected)
        }
    }
}
