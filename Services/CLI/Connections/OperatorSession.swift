import AMQP
import Contracts
import FoundationEssentials
import Logging
import Postgres
import ServiceKit

/// The connections of one command, opened when they are first needed.
actor OperatorSession {
    /// The process's own, and the settings that were read from it.
    nonisolated let environment: [String: String]
    private let settings: Settings
    private var databases: [ServiceName: [PostgresConnection]] = [:]
    private var administrations: [ServiceName: PostgresConnection] = [:]
    private var administrator: AMQPAdministrator?

    /// Runs a command's work and closes what it opened.
    static func run<Result: Sendable>(
        _ body: @Sendable (OperatorSession) async throws -> Result
    ) async throws -> Result {
        let session = try OperatorSession(environment: ProcessInfo.processInfo.environment)
        do {
            let result = try await body(session)
            await session.close()
            return result
        } catch {
            await session.close()
            throw error
        }
    }

    init(environment: [String: String]) throws {
        self.environment = environment
        do {
            settings = try Settings.load(
                Setting.database() + Setting.broker, arguments: [], environment: environment)
        } catch {
            throw OperatorError(
                "\(error)", advice: "./deploy/waybill sets all of them for the system that ./deploy/up started.")
        }
    }

    /// Reads one service's schema: as its reader role where its password is at hand, else as whoever is configured.
    func database(_ service: ServiceName) async throws -> PostgresConnection {
        try await databases(service, count: 1)[0]
    }

    /// The same with several connections, for what is read side by side. The first is the one of ``database(_:)``.
    func databases(_ service: ServiceName, count: Int) async throws -> [PostgresConnection] {
        let password = try secret("admin/\(service.schema)-reader")
        while databases[service, default: []].count < count {
            let opened = try await open(service, as: password.map { ("waybill_\(service.schema)_reader", $0) })
            databases[service, default: []].append(opened)
        }
        return Array(databases[service, default: []].prefix(count))
    }

    /// Reads what readers may not, a shop's webhook secrets: as whoever is configured, who must be the administrator.
    func withSecrets<Result: Sendable>(
        of service: ServiceName, _ body: @Sendable (PostgresConnection) async throws -> Result
    ) async throws -> Result {
        let opened = try await open(service, as: nil)
        do {
            let result = try await body(opened)
            await opened.close()
            return result
        } catch {
            await opened.close()
            throw error
        }
    }

    /// One service's schema as whoever is configured, who must be the administrator: for the benchmark alone, whose seed
    /// writes what no service would. Without a limit on how long a statement takes.
    func administration(_ service: ServiceName) async throws -> PostgresConnection {
        if let open = administrations[service] { return open }
        let opened = try await open(service, as: nil)
        administrations[service] = opened
        try await opened.execute(script: "SET statement_timeout = 0")
        return opened
    }

    private func open(
        _ service: ServiceName, as reader: (role: String, password: String)?
    ) async throws -> PostgresConnection {
        var configuration = try settings.databaseConfiguration()
        configuration.searchPath = service.schema
        configuration.applicationName = "waybill operator"
        configuration.statementTimeout = .seconds(300)
        if let reader { (configuration.user, configuration.password) = (reader.role, reader.password) }
        let connection = PostgresConnection(configuration: configuration, logger: Self.silent)
        do {
            try await connection.connect()
        } catch {
            await connection.close()
            throw OperatorError(
                "the database does not let us in: \(configuration): \(error.message)",
                advice: "Is the system running? ./deploy/up starts it.")
        }
        return connection
    }

    /// One connection to the broker for commands and checks.
    func broker() async throws -> AMQPAdministrator {
        if let administrator { return administrator }
        let configuration = try brokerConfiguration()
        let opened = AMQPAdministrator(configuration: configuration)
        do {
            try await opened.connect()
        } catch {
            await opened.close()
            throw OperatorError(
                "the broker does not let us in: \(configuration): \(error.message)",
                advice: "Is the system running? ./deploy/up starts it.")
        }
        administrator = opened
        return opened
    }

    /// Where the database is, in libpq's own words and with the password, for the benchmark's reference load.
    nonisolated func databaseKeywords() throws -> String {
        let database = try settings.databaseConfiguration()
        let pairs = [
            ("host", database.host), ("port", String(database.port)), ("dbname", database.database),
            ("user", database.user ?? ""), ("password", database.password ?? ""),
        ]
        return pairs.filter { !$0.1.isEmpty }.map { key, value in
            let escaped = value.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
            return "\(key)='\(escaped)'"
        }.joined(separator: " ")
    }

    /// The same places as URLs, for programs that are none of ours.
    nonisolated func peerAddresses() throws -> (database: String, broker: String) {
        let (database, broker) = (try settings.databaseConfiguration(), try settings.brokerConfiguration())
        func login(_ user: String, _ password: String) -> String {
            "\(ManagementAPI.escaped(user)):\(ManagementAPI.escaped(password))"
        }
        return (
            "postgresql://\(login(database.user ?? "", database.password ?? ""))@\(database.host):\(database.port)",
            "amqp://\(login(broker.user, broker.password))@\(broker.host):\(broker.port)/"
                + ManagementAPI.escaped(broker.vhost)
        )
    }

    nonisolated func brokerConfiguration() throws -> AMQPConfiguration {
        var configuration = try settings.brokerConfiguration()
        configuration.connectionName = "waybill operator"
        return configuration
    }

    /// - Throws: when `WAYBILL_BROKER_MANAGEMENT` does not say where the management API is.
    nonisolated func management() throws -> ManagementAPI {
        guard let address = environment["WAYBILL_BROKER_MANAGEMENT"], !address.isEmpty else {
            throw OperatorError(
                "WAYBILL_BROKER_MANAGEMENT is not set",
                advice: "It is the address of RabbitMQ's management API, such as http://127.0.0.1:15672.")
        }
        let broker = try settings.brokerConfiguration()
        return ManagementAPI(address: address, user: broker.user, password: broker.password, vhost: broker.vhost)
    }

    /// The address that a service's HTTP port is reached at, from `WAYBILL_URL_<EXECUTABLE>`.
    nonisolated func address(of service: ServiceName) -> String? {
        let name = String(service.executable.uppercased().map { $0 == "-" ? "_" : $0 })
        return environment["WAYBILL_URL_\(name)"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A file of the folder `WAYBILL_SECRETS`; nil when it is not there.
    nonisolated func secret(_ path: String) throws -> String? {
        try SecretsFolder(environment: environment)?.secret(path)
    }

    func close() async {
        for connection in databases.values.joined() { await connection.close() }
        for connection in administrations.values { await connection.close() }
        (databases, administrations) = ([:], [:])
        await administrator?.close()
        administrator = nil
    }

    /// A command says what went wrong itself.
    static let silent = Logger(label: "waybill") { _ in SwiftLogNoOpLogHandler() }
}
