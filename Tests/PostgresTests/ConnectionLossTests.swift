import Postgres
import Testing

@Suite("Connections that are lost", .database("CREATE TABLE kept (id int8)"))
struct ConnectionLossTests {
    private static let insert = Statement("insert", "INSERT INTO kept VALUES ($1)")
    private static let count = Statement("count", "SELECT count(*) FROM kept WHERE id = $1")
    private static let terminate = Statement("terminate", "SELECT pg_terminate_backend($1, 180000)")

    @Test("A session ended by the server in a transaction is a retriable error, and connect makes a new one")
    func terminated() async throws {
        try await TestDatabase.withConnection { connection in
            try await TestDatabase.withConnection { killer in
                let backend = try #require(await connection.backendID)
                let meeting = (inside: Meeting(parties: 2), killed: Meeting(parties: 2))
                async let kill: Void = killer.transaction { tx in
                    meeting.inside.arriveAndWait()
                    try tx.run(Self.terminate, backend)
                    meeting.killed.arriveAndWait()
                }
                let error = try await postgresError {
                    try await connection.transaction { tx in
                        try tx.run(Self.insert, 1)
                        meeting.inside.arriveAndWait()
                        meeting.killed.arriveAndWait()
                        try tx.run(Self.insert, 1)
                    }
                }
                try await kill
                #expect(error.code == .connection)
                #expect(error.sqlState == "57P01")
                #expect(error.isRetriable)
                #expect(await !connection.isConnected)

                let closed = try await postgresError { _ = try await connection.query(Self.count, 1) }
                #expect(closed.code == .connection)
                try await connection.connect()
                #expect(await connection.backendID != backend)
                #expect(try await connection.query(Self.count, 1)[0].int(0) == 0)
            }
        }
    }

    @Test("Cut before the server sees COMMIT: outcome unknown, and nothing was written")
    func cutBeforeCommit() async throws {
        #expect(try await rowsAfterCutCommit(.beforeForwarding, id: 2) == 0)
    }

    @Test("Cut after the server saw COMMIT: outcome unknown, and it was written")
    func cutAfterCommit() async throws {
        #expect(try await rowsAfterCutCommit(.afterForwarding, id: 3) == 1)
    }

    private func rowsAfterCutCommit(_ cut: CuttingProxy.Cut, id: Int) async throws -> Int {
        let proxy = try CuttingProxy(upstreamPort: TestDatabase.server.port, trigger: "commit_", cut: cut)
        defer { proxy.close() }
        var configuration = TestDatabase.current
        configuration.port = proxy.port
        // The proxy has to see the text.
        configuration.sslmode = "disable"
        return try await TestDatabase.withConnection(configuration) { connection in
            proxy.arm()
            let error = try await postgresError {
                _ = try await connection.transaction { tx in try tx.send(Self.insert, id) }
            }
            #expect(error.code == .commitUnknown)
            #expect(error.isRetriable)
            #expect(await !connection.isConnected)
            proxy.disarm()
            try await connection.connect()
            return try await connection.query(Self.count, id)[0].int(0)
        }
    }

    @Test("Cut before COMMIT was sent: the error says that the connection is gone, not that the outcome is unknown")
    func cutBeforeEnd() async throws {
        let proxy = try CuttingProxy(
            upstreamPort: TestDatabase.server.port, trigger: "doomed_", cut: .beforeForwarding)
        defer { proxy.close() }
        var configuration = TestDatabase.current
        configuration.port = proxy.port
        // The proxy has to see the text.
        configuration.sslmode = "disable"
        try await TestDatabase.withConnection(configuration) { connection in
            proxy.arm()
            let doomed = Statement("doomed", "SELECT 1")
            let error = try await postgresError { try await connection.transaction { tx in _ = try tx.run(doomed) } }
            #expect(error.code == .connection)
            #expect(error.isRetriable)
        }
    }

    @Test("A connection that was never opened, or was closed, says so; a closed one can be opened again")
    func closed() async throws {
        let connection = PostgresConnection(configuration: TestDatabase.current, logger: TestDatabase.logger)
        let before = try await postgresError { try await connection.execute(script: "SELECT 1") }
        #expect(before.code == .connection)
        try await connection.connect()
        try await connection.execute(script: "SELECT 1")
        await connection.close()
        let after = try await postgresError { try await connection.execute(script: "SELECT 1") }
        #expect(after.code == .connection)
        try await connection.connect()
        try await connection.execute(script: "SELECT 1")
        await connection.close()
    }
}
