import Glibc
import Postgres
import Testing

@Suite("Connecting", .database)
struct ConnectTests {
    @Test("A server without TLS is refused where TLS is required, and the error says so")
    func tlsRequired() async throws {
        let server = try LoopbackListener()
        defer { server.close() }
        server.answerFirst(with: "N")
        var configuration = TestDatabase.current
        configuration.port = server.port
        configuration.sslmode = "require"
        let error = try await connectError(configuration)
        #expect(error.code == .connection)
        #expect("\(error)".contains("server does not support SSL, but SSL was required"))
    }

    @Test("TLS settings that cannot work are errors of the configuration, which no retry mends")
    func tlsSettings() async throws {
        var unknownMode = TestDatabase.current
        unknownMode.sslmode = "perhaps"
        let mode = try await connectError(unknownMode)
        #expect(mode.code == .configuration)
        #expect("\(mode)".contains("invalid sslmode value: \"perhaps\""))
        #expect(!mode.isRetriable)

        let server = try LoopbackListener()
        defer { server.close() }
        server.answerFirst(with: "S")
        var noCertificate = TestDatabase.current
        noCertificate.port = server.port
        noCertificate.sslmode = "verify-full"
        noCertificate.sslrootcert = "/there/is/no/such/file.pem"
        let certificate = try await connectError(noCertificate)
        #expect(certificate.code == .configuration)
        #expect("\(certificate)".contains("root certificate file \"/there/is/no/such/file.pem\" does not exist"))
    }

    @Test("A session starts with all its limits")
    func sessionSettings() async throws {
        let show = Statement("show", "SELECT current_setting($1)")
        var configuration = TestDatabase.current
        configuration.applicationName = "it's \"us\""
        configuration.searchPath = "odd \"name\\"
        configuration.statementTimeout = .milliseconds(1500)
        configuration.lockTimeout = .zero
        configuration.idleInTransactionTimeout = .seconds(90)
        configuration.keepalivesIdle = .seconds(11)
        configuration.tcpUserTimeout = .seconds(12)
        let expected = [
            "application_name": "it's \"us\"", "search_path": "\"odd \"\"name\\\"", "statement_timeout": "1500ms",
            "lock_timeout": "0", "idle_in_transaction_session_timeout": "90s", "TimeZone": "UTC",
            "tcp_keepalives_idle": "11", "tcp_user_timeout": "12000", "client_encoding": "UTF8",
        ]
        try await TestDatabase.withConnection(configuration) { connection in
            for (name, value) in expected {
                let actual = try await connection.query(show, name)[0].string(0)
                #expect(actual == value, "\(name)")
            }
        }
    }

    @Test("A database that is not there is no case for a retry; a port where nobody listens is")
    func refusals() async throws {
        var unknown = TestDatabase.current
        unknown.database = "there_is_no_such_database"
        let noDatabase = try await connectError(unknown)
        #expect(noDatabase.sqlState == "3D000")
        #expect(!noDatabase.isRetriable)
        #expect(!noDatabase.message.contains("LOCATION"))

        var closedPort = TestDatabase.current
        closedPort.port = 1
        let refused = try await connectError(closedPort)
        #expect(refused.code == .connection)
        #expect(refused.isRetriable)
    }

    @Test("A server that accepts and says nothing is given up when the time is over")
    func silentServer() async throws {
        let listener = try LoopbackListener()
        defer { listener.close() }
        var configuration = TestDatabase.current
        configuration.port = listener.port
        configuration.connectTimeout = .milliseconds(200)
        let error = try await connectError(configuration)
        #expect(error.isRetriable)
        #expect("\(error)".contains("did not answer within 0.2 seconds"))
    }

    @Test("The connection's password shows in no description")
    func password() throws {
        let configuration = try PostgresConfiguration(url: "postgres://me:s3cret@db/waybill")
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped] {
            #expect(!text.contains("s3cret"))
        }
    }

    private func connectError(_ configuration: PostgresConfiguration) async throws -> PostgresError {
        let connection = PostgresConnection(configuration: configuration, logger: TestDatabase.logger)
        return try await postgresError { try await connection.connect() }
    }
}
