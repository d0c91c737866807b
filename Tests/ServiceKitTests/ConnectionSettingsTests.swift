import AMQP
import Postgres
import Testing

@testable import ServiceKit

@Suite("Settings become connections")
struct ConnectionSettingsTests {
    private func load(_ environment: [String: String]) throws(SettingsError) -> Settings {
        try Settings.load(Setting.database() + Setting.broker, arguments: [], environment: environment)
    }

    @Test("by their parts")
    func parts() throws {
        let settings = try load([
            "WAYBILL_DATABASE_HOST": "db", "WAYBILL_DATABASE_PORT": "6432", "WAYBILL_DATABASE_NAME": "shop",
            "WAYBILL_DATABASE_USER": "inventory", "WAYBILL_DATABASE_PASSWORD": "p",
            "WAYBILL_DATABASE_SSLMODE": "verify-full",
            "WAYBILL_DATABASE_SSLROOTCERT": "/ca.pem", "WAYBILL_DATABASE_STATEMENT_TIMEOUT": "1500ms",
            "WAYBILL_BROKER_HOST": "mq", "WAYBILL_BROKER_VHOST": "shop", "WAYBILL_BROKER_USER": "inventory",
            "WAYBILL_BROKER_PASSWORD": "q", "WAYBILL_BROKER_TLS": "true", "WAYBILL_BROKER_CACERT": "/mq.pem",
            "WAYBILL_BROKER_HEARTBEAT": "30s",
        ])
        let database = try settings.databaseConfiguration()
        #expect(database.host == "db" && database.port == 6432 && database.database == "shop")
        #expect(database.user == "inventory" && database.password == "p")
        #expect(database.sslmode == "verify-full" && database.sslrootcert == "/ca.pem")
        #expect(database.statementTimeout == .milliseconds(1500) && database.lockTimeout == .seconds(10))
        let broker = try settings.brokerConfiguration()
        #expect(broker.host == "mq" && broker.port == 5671 && broker.vhost == "shop")
        #expect(broker.user == "inventory" && broker.password == "q")
        #expect(broker.tls?.caCertificate == "/mq.pem" && broker.heartbeat == 30)
    }

    @Test("by URL, the password beside it or in it, but not both")
    func urls() throws {
        let inside = try load([
            "WAYBILL_DATABASE_URL": "postgresql://u:p@db/shop?sslmode=require&connect_timeout=3",
            "WAYBILL_BROKER_URL": "amqp://u:p@mq/shop?heartbeat=20",
        ])
        #expect(try inside.databaseConfiguration().password == "p")
        #expect(try inside.databaseConfiguration().sslmode == "require")
        #expect(try inside.databaseConfiguration().connectTimeout == .seconds(3))
        #expect(try inside.brokerConfiguration().password == "p")
        #expect(try inside.brokerConfiguration().heartbeat == 20)

        let beside = try load([
            "WAYBILL_DATABASE_URL": "postgresql://u@db/shop", "WAYBILL_DATABASE_PASSWORD": "x",
            "WAYBILL_BROKER_URL": "amqp://u@mq/shop", "WAYBILL_BROKER_PASSWORD": "y",
        ])
        #expect(try beside.databaseConfiguration().password == "x")
        #expect(try beside.brokerConfiguration().password == "y")

        let error = try #require(throws: SettingsError.self) {
            try load([
                "WAYBILL_DATABASE_URL": "postgresql://u:hunter2@db/shop", "WAYBILL_DATABASE_PASSWORD": "x",
                "WAYBILL_DATABASE_PORT": "x", "WAYBILL_BROKER_URL": "amqp://u:hunter2@mq/shop",
                "WAYBILL_BROKER_PASSWORD": "y",
            ])
        }
        #expect(Set(error.problems.map(\.setting)) == ["database.port", "database.password", "broker.password"])
        #expect(!error.description.contains("hunter2"))
    }

    @Test("what is missing is found when the settings are loaded")
    func missing() throws {
        let error = try #require(throws: SettingsError.self) { try load([:]) }
        #expect(error.problems.map(\.setting) == ["database.user", "broker.user", "broker.password"])
    }

    @Test("a URL that does not parse is found when the settings are loaded, and never shown")
    func brokenURLs() throws {
        let error = try #require(throws: SettingsError.self) {
            try load([
                "WAYBILL_DATABASE_URL": "postgresql://u:hunter2@db:port/shop",
                "WAYBILL_BROKER_URL": "amqp://u:hunter2@mq:0/shop",
            ])
        }
        #expect(error.problems.map(\.setting) == ["database.url", "broker.url"])
        #expect(!error.description.contains("hunter2"))
    }
}
