import AMQP
import Postgres

extension Settings {
    /// What ``Setting/database(_:user:)`` says, ready to connect with. The caller adds schema and application name.
    ///
    /// - Throws: when a URL is given that does not parse; that it has the only password was checked when it was loaded.
    public func databaseConfiguration(_ prefix: String = "database") throws(SettingsError) -> PostgresConfiguration {
        var configuration = PostgresConfiguration()
        let url = try stringIfPresent("\(prefix).url")
        if let url {
            do throws(PostgresError) {
                configuration = try PostgresConfiguration(url: url)
            } catch {
                throw problem("\(prefix).url", error.message)
            }
        } else {
            configuration.host = try string("\(prefix).host")
            configuration.port = try int("\(prefix).port")
            configuration.database = try string("\(prefix).name")
            configuration.user = try string("\(prefix).user")
            configuration.sslmode = try string("\(prefix).sslmode")
            configuration.sslrootcert = try stringIfPresent("\(prefix).sslrootcert")
        }
        if let password = try stringIfPresent("\(prefix).password") { configuration.password = password }
        // The URL may name this one too; then a default must not undo it.
        let isChosen = try source(of: "\(prefix).connect.timeout") != .default
        if url == nil || isChosen {
            configuration.connectTimeout = try duration("\(prefix).connect.timeout")
        }
        configuration.statementTimeout = try duration("\(prefix).statement.timeout")
        configuration.lockTimeout = try duration("\(prefix).lock.timeout")
        configuration.idleInTransactionTimeout = try duration("\(prefix).idle.timeout")
        return configuration
    }

    /// What ``Setting/broker`` says, ready to connect with. The caller adds the connection's name.
    ///
    /// - Throws: when a URL is given that does not parse; that it has the only password was checked when it was loaded.
    public func brokerConfiguration() throws(SettingsError) -> AMQPConfiguration {
        let authorities = AMQPConfiguration.TLS(caCertificate: try string("broker.cacert"))
        if let url = try stringIfPresent("broker.url") { return try brokerConfiguration(url: url, authorities) }
        return AMQPConfiguration(
            host: try string("broker.host"), port: try intIfPresent("broker.port"),
            vhost: try string("broker.vhost"), user: try string("broker.user"),
            password: try string("broker.password"), tls: try bool("broker.tls") ? authorities : nil,
            heartbeat: try heartbeat())
    }

    private func brokerConfiguration(
        url: String, _ authorities: AMQPConfiguration.TLS
    ) throws(SettingsError) -> AMQPConfiguration {
        var configuration: AMQPConfiguration
        do throws(AMQPError) {
            configuration = try AMQPConfiguration(url: url)
        } catch {
            throw problem("broker.url", error.message)
        }
        if let password = try stringIfPresent("broker.password") { configuration.password = password }
        // The URL may name these two as well; then a default must not undo them.
        let choosesAuthorities = try source(of: "broker.cacert") != .default
        if configuration.tls != nil, choosesAuthorities { configuration.tls = authorities }
        if try source(of: "broker.heartbeat") != .default { configuration.heartbeat = try heartbeat() }
        return configuration
    }

    /// AMQP counts in whole seconds; less than one would switch heartbeats off.
    private func heartbeat() throws(SettingsError) -> Int {
        Int(max(1, try duration("broker.heartbeat").components.seconds))
    }

    /// What is wrong with a password beside a URL that has one.
    static func secondPassword(in url: String) -> String {
        "contradicts the password in \(url); give one of them"
    }
}

extension String {
    /// A URL's user part with a colon in it.
    var hasPassword: Bool {
        guard let scheme = firstRange(of: "://") else { return false }
        let authority = self[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
        return authority.lastIndex(of: "@").map { authority[..<$0].contains(":") } ?? false
    }
}
