import Postgres
import Testing

@Suite("Database URLs")
struct ConfigurationURLTests {
    @Test("A URL with everything gives every part, decoded")
    func everything() throws {
        let configuration = try PostgresConfiguration(
            url: "postgres://w%40y:p%3Aa%2Fs@db.example:6543/way%20bill?sslmode=verify-full&sslrootcert=/etc/ca.pem"
                + "&application_name=inventory&search_path=stock&connect_timeout=7")
        #expect(configuration.user == "w@y")
        #expect(configuration.password == "p:a/s")
        #expect(configuration.host == "db.example")
        #expect(configuration.port == 6543)
        #expect(configuration.database == "way bill")
        #expect(configuration.sslmode == "verify-full")
        #expect(configuration.sslrootcert == "/etc/ca.pem")
        #expect(configuration.applicationName == "inventory")
        #expect(configuration.searchPath == "stock")
        #expect(configuration.connectTimeout == .seconds(7))
    }

    @Test("What is left out has its default")
    func defaults() throws {
        let configuration = try PostgresConfiguration(url: "postgresql://db")
        #expect(configuration.host == "db")
        #expect(configuration.port == 5432)
        #expect(configuration.database == "postgres")
        #expect(configuration.user == nil)
        #expect(configuration.password == nil)
    }

    @Test("Unix sockets, IPv6 addresses and unencoded passwords with an “@”")
    func oddHosts() throws {
        #expect(try PostgresConfiguration(url: "postgres://%2Frun%2Fpostgresql/w").host == "/run/postgresql")
        let six = try PostgresConfiguration(url: "postgres://me@[fe80::1]:99/w")
        #expect(six.host == "fe80::1")
        #expect(six.port == 99)
        #expect(try PostgresConfiguration(url: "postgres://me:a@b@db/w").password == "a@b")
    }

    @Test(
        "An error names the part and does not quote the password",
        arguments: [
            ("mysql://secret@db", "scheme"), ("db:5432", "scheme"), ("postgres://:secret@db", "user"),
            ("postgres://me:secret%ZZ@db", "password"), ("postgres://me:secret%FF@db", "password"),
            ("postgres://me:secret%+f@db", "password"), ("postgres://me:secret%4@db", "password"),
            ("postgres://me:secret@db:http/x", "port"), ("postgres://me:secret@db:0/x", "port"),
            ("postgres://me:secret@[::1/x", "host"), ("postgres://me:secret@db/x?sslmode", "query"),
            ("postgres://me:secret@db/x?colour=red", "“colour”"),
            ("postgres://me:secret@db/x?connect_timeout=soon", "“connect_timeout”"),
        ])
    func errors(url: String, part: String) {
        let error = #expect(throws: PostgresError.self) { try PostgresConfiguration(url: url) }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains(part) == true)
        #expect(error?.message.contains("secret") == false)
    }
}
