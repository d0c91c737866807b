import AMQP
import Testing

@Suite("An AMQP URL")
struct ConfigurationURLTests {
    @Test("gives every part")
    func complete() throws {
        let configuration = try AMQPConfiguration(
            url: "amqps://shop%40a:p%3Aw@broker.example:5679/a%2Fb?heartbeat=7&name=intake&cacertfile=/etc/ca.pem")
        #expect(configuration.user == "shop@a")
        #expect(configuration.password == "p:w")
        #expect(configuration.host == "broker.example")
        #expect(configuration.port == 5679)
        #expect(configuration.vhost == "a/b")
        #expect(configuration.heartbeat == 7)
        #expect(configuration.connectionName == "intake")
        #expect(configuration.tls == AMQPConfiguration.TLS(caCertificate: "/etc/ca.pem"))
        #expect(!configuration.description.contains("p:w"))
    }

    @Test("has RabbitMQ's defaults")
    func defaults() throws {
        let plain = try AMQPConfiguration(url: "amqp://localhost")
        #expect(plain.port == 5672 && plain.user == "guest" && plain.vhost == "/" && plain.tls == nil)
        #expect(try AMQPConfiguration(url: "amqps://localhost/").port == 5671)
        #expect(try AMQPConfiguration(url: "amqp://[::1]:5673/%2F").host == "::1")
    }

    @Test(
        "names the part that is wrong and keeps the password to itself",
        arguments: [
            ("localhost:5672", "scheme"), ("http://localhost", "scheme"), ("amqp://", "host"),
            ("amqp://u:geheim@:5672", "host"), ("amqp://u:geheim@h:0", "port"), ("amqp://u:geheim@h:fünf", "port"),
            ("amqp://u:%zz@h", "password"), ("amqp://:p@h", "user"), ("amqp://h/a/b", "vhost"),
            ("amqp://h/%f", "vhost"), ("amqp://h?heartbeat=0", "heartbeat"), ("amqp://h?frames=1", "frames"),
            ("amqp://h?cacertfile=x", "cacertfile"), ("amqp://h/#x", "fragment"),
        ])
    func errors(url: String, part: String) {
        let error = #expect(throws: AMQPError.self) { try AMQPConfiguration(url: url) }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("geheim") == false)
    }
}
