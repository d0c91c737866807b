import AMQP
import Postgres

extension Setting {
    /// How to reach a PostgreSQL database: by URL or by its parts.
    ///
    /// - Parameters:
    ///   - prefix: the first part of the keys, for a process that talks to more than one database.
    ///   - user: the default role, when the service has one of its own.
    public static func database(_ prefix: String = "database", user: String? = nil) -> [Setting] {
        let url = "\(prefix).url"
        return [
            Setting(
                key: url, kind: .url,
                help:
                    "postgresql://user:password@host:port/name?sslmode=...&sslrootcert=..., for the parts below.",
                isSecret: true, allowed: .schemes(["postgres", "postgresql"]),
                check: { url in
                    do throws(PostgresError) {
                        _ = try PostgresConfiguration(url: url)
                        return nil
                    } catch {
                        return error.message
                    }
                }),
            Setting(
                key: "\(prefix).host", default: "localhost", help: "Host name, or folder of the Unix socket.",
                alternative: url),
            Setting(
                key: "\(prefix).port", kind: .int, default: "5432", help: "Port.", allowed: .integers(1...65_535),
                alternative: url),
            Setting(key: "\(prefix).name", default: "waybill", help: "Name of the database.", alternative: url),
            Setting(
                key: "\(prefix).user", default: user, help: "Role to log in as.", isRequired: true, alternative: url),
            Setting(
                key: "\(prefix).password", kind: .secret,
                help: "Password of the role; may be given beside a URL that has none.",
                conflict: { settings throws(SettingsError) in
                    guard let text = try settings.stringIfPresent(url),
                        (try? PostgresConfiguration(url: text))?.password != nil
                    else { return nil }
                    return Settings.secondPassword(in: url)
                }),
            Setting(
                key: "\(prefix).sslmode", default: "prefer", help: "How far TLS is insisted on, as in libpq.",
                allowed: .values(["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]),
                alternative: url),
            Setting(
                key: "\(prefix).sslrootcert",
                help: "PEM file with the authorities that may sign the server's certificate.",
                alternative: url),
            duration("\(prefix).connect.timeout", "5s", "Time to establish a connection."),
            duration("\(prefix).statement.timeout", "30s", "Longest run of one statement."),
            duration("\(prefix).lock.timeout", "10s", "Longest wait for one lock."),
            duration("\(prefix).idle.timeout", "30s", "Longest idle time inside a transaction."),
        ]
    }

    /// How to reach RabbitMQ: by URL or by its parts.
    public static let broker: [Setting] = [
        Setting(
            key: "broker.url", kind: .url,
            help: "amqp://user:password@host:port/vhost, or amqps:// for TLS, instead of the parts below.",
            isSecret: true, allowed: .schemes(["amqp", "amqps"]),
            check: { url in
                do throws(AMQPError) {
                    _ = try AMQPConfiguration(url: url)
                    return nil
                } catch {
                    return error.message
                }
            }),
        Setting(key: "broker.host", default: "localhost", help: "Host name.", alternative: "broker.url"),
        Setting(
            key: "broker.port", kind: .int, help: "Port; 5672 when not given, 5671 with TLS.",
            allowed: .integers(1...65_535), alternative: "broker.url"),
        Setting(key: "broker.vhost", default: "/", help: "Virtual host.", alternative: "broker.url"),
        Setting(key: "broker.user", help: "User to log in as.", isRequired: true, alternative: "broker.url"),
        brokerPassword,
        Setting(
            key: "broker.tls", kind: .bool, default: "false",
            help: "TLS; certificate and host name are always verified.", alternative: "broker.url"),
        Setting(
            key: "broker.cacert", default: "/etc/ssl/certs/ca-certificates.crt",
            help: "PEM file with the authorities that may sign the broker's certificate."),
        Setting(
            key: "broker.heartbeat", kind: .duration, default: "15s",
            help: "Whole seconds; two missed heartbeats end a connection.",
            allowed: .durations(.seconds(1) ... .seconds(3600))),
    ]

    private static let brokerPassword: Setting = {
        var setting = Setting(
            key: "broker.password", kind: .secret,
            help: "Password of the user; may be given beside a URL that has none.", isRequired: true,
            alternative: "broker.url")
        setting.goesWithAlternative = true
        setting.conflict = { settings throws(SettingsError) in
            try settings.stringIfPresent("broker.url")?.hasPassword == true
                ? Settings.secondPassword(in: "broker.url") : nil
        }
        return setting
    }()

    private static func duration(_ key: String, _ fallback: String, _ help: String) -> Setting {
        Setting(
            key: key, kind: .duration, default: fallback, help: help,
            allowed: .durations(.milliseconds(1) ... .seconds(86_400)))
    }
}
