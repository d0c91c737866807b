import Glibc
import Postgres
import Synchronization
import Testing

@Suite("Group commit", .database("CREATE TABLE noted (id int8 PRIMARY KEY CHECK (id >= 0))"))
struct GroupCommitTests {
    private static let insert = Statement("note", "INSERT INTO noted SELECT unnest($1::int8[])")
    private static let count = Statement("count", "SELECT count(*) FROM noted WHERE id BETWEEN $1 AND $2")
    private static let terminate = Statement("terminate", "SELECT pg_terminate_backend($1, 180000)")

    /// Notes numbers, and knows how many it was given at once.
    private final class Notes: Sendable {
        let groups = Mutex<[Int]>([])
        /// The first transaction waits inside, on the connection's own thread, until it is let go.
        private let isInside = Atomic(false)
        private let mayGoOn = Atomic(false)
        /// Called in the second transaction.
        private let inSecond: @Sendable () -> Void

        init(inSecond: @escaping @Sendable () -> Void = {}) {
            self.inSecond = inSecond
        }

        /// Until the first transaction runs, and as many callers wait for the next.
        func wait(for count: Int, in commits: GroupCommit<Int64, Int64>) async {
            while !isInside.load(ordering: .acquiring) { await Task.yield() }
            while await commits.waitingCount < count { await Task.yield() }
        }

        func goOn() { mayGoOn.store(true, ordering: .releasing) }

        func commit(on connection: PostgresConnection, limit: Int = 100) -> GroupCommit<Int64, Int64> {
            GroupCommit(connection, limit: limit) { [self] requests, transaction in
                let turn = groups.withLock { groups in
                    groups.append(requests.count)
                    return groups.count
                }
                if turn == 1 {
                    isInside.store(true, ordering: .releasing)
                    while !mayGoOn.load(ordering: .acquiring) { sched_yield() }
                }
                if turn == 2 { inSecond() }
                try transaction.run(GroupCommitTests.insert, requests)
                return requests.map { -$0 }
            }
        }
    }

    /// Has all of them asked for while the first one's transaction runs.
    private func ask(
        _ numbers: [Int64], limit: Int = 100, meanwhile: (_ backend: Int32) async throws -> Void = { _ in }
    ) async throws -> (answers: [Int64: Result<Int64, any Error>], groups: [Int]) {
        try await TestDatabase.withConnection { connection in
            let notes = Notes()
            let backend = try #require(await connection.backendID)
            let commits = notes.commit(on: connection, limit: limit)
            let answers = try await withThrowingTaskGroup(of: (Int64, Result<Int64, any Error>).self) { tasks in
                @Sendable func run(_ number: Int64) async -> (Int64, Result<Int64, any Error>) {
                    do {
                        return (number, .success(try await commits.run(number)))
                    } catch {
                        return (number, .failure(error))
                    }
                }
                tasks.addTask { await run(numbers[0]) }
                await notes.wait(for: 0, in: commits)
                for number in numbers.dropFirst() { tasks.addTask { await run(number) } }
                await notes.wait(for: numbers.count - 1, in: commits)
                // Whatever becomes of this, the thread is not left waiting.
                defer { notes.goOn() }
                try await meanwhile(backend)
                notes.goOn()
                return try await tasks.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            return (answers, notes.groups.withLock { $0 })
        }
    }

    private func noted(_ range: ClosedRange<Int64>) async throws -> Int {
        try await TestDatabase.withConnection { connection in
            try await connection.query(Self.count, range.lowerBound, range.upperBound)[0].int(0)
        }
    }

    @Test("Callers that come while a transaction runs share the next one, each with its own answer")
    func shared() async throws {
        let (answers, groups) = try await ask(Array(100...120))
        #expect(groups == [1, 20])
        for (number, answer) in answers { #expect(try answer.get() == -number) }
        #expect(answers.count == 21)
        #expect(try await noted(100...120) == 21)
    }

    @Test("No more than the limit share one")
    func limit() async throws {
        let (answers, groups) = try await ask(Array(200...220), limit: 8)
        #expect(groups == [1, 8, 8, 4])
        for (number, answer) in answers { #expect(try answer.get() == -number) }
        #expect(try await noted(200...220) == 21)
    }

    @Test("What the database refuses fails its own caller, and none of those beside it")
    func refused() async throws {
        // The CHECK refuses one, the key another: 300 is there twice.
        let (answers, _) = try await ask([300, -7] + Array(301...310))
        for (number, answer) in answers {
            if number == -7 {
                let error = #expect(throws: PostgresError.self) { try answer.get() }
                #expect(error?.sqlState == "23514")
            } else {
                #expect(try answer.get() == -number)
            }
        }
        #expect(try await noted(300...310) == 11)
        #expect(try await noted(-7 ... -7) == 0)
    }

    @Test("A connection that is lost is every caller's of that group; the next one has another connection")
    func lost() async throws {
        let (answers, groups) = try await ask(Array(400...410)) { backend in
            try await TestDatabase.withConnection { _ = try await $0.query(Self.terminate, backend) }
        }
        let error = try #require(answers[400])
        #expect(throws: PostgresError.self) { try error.get() }
        #expect(groups == [1, 10])
        for number in Int64(401)...410 { #expect(try #require(answers[number]).get() == -number) }
        #expect(try await noted(400...400) == 0)
        #expect(try await noted(401...410) == 10)
    }

    @Test("A commit of unknown outcome says so to every caller, and none is run again unasked")
    func unknown() async throws {
        let proxy = try CuttingProxy(
            upstreamPort: TestDatabase.server.port, trigger: "commit_", cut: .afterForwarding)
        defer { proxy.close() }
        var configuration = TestDatabase.current
        configuration.port = proxy.port
        configuration.sslmode = "disable"
        try await TestDatabase.withConnection(configuration) { connection in
            let notes = Notes(inSecond: { proxy.arm() })
            let commits = notes.commit(on: connection)
            try await withThrowingTaskGroup(of: PostgresError.Code?.self) { tasks in
                @Sendable func run(_ number: Int64) async throws -> PostgresError.Code? {
                    do {
                        _ = try await commits.run(number)
                        return nil
                    } catch let error as PostgresError {
                        return error.code
                    }
                }
                tasks.addTask { try await run(500) }
                await notes.wait(for: 0, in: commits)
                for number in Int64(501)...510 { tasks.addTask { try await run(number) } }
                await notes.wait(for: 10, in: commits)
                notes.goOn()
                // The first is done; the ten that share the next transaction are cut with it.
                #expect(try await tasks.next() == .some(nil))
                for try await code in tasks { #expect(code == .commitUnknown) }
            }
            proxy.disarm()
            #expect(notes.groups.withLock { $0 } == [1, 10])
            #expect(try await commits.run(511) == -511)
        }
        #expect(try await noted(500...511) == 12)
    }
}
