import AMQP
import Testing

@Suite("Mistakes", .enabled(if: TestBroker.isConfigured))
struct ErrorTests {
    private func connectionError(_ configuration: AMQPConfiguration) async throws -> AMQPError {
        let administrator = AMQPAdministrator(configuration: configuration)
        return try #require(await #expect(throws: AMQPError.self) { try await administrator.connect() })
    }

    @Test("a wrong password is told as such, by consumer and publisher too")
    func password() async throws {
        var configuration = try TestBroker.configuration()
        configuration.password = "not-the-password"
        let error = try await connectionError(configuration)
        #expect(error.code == .authentication && error.replyCode == 403 && !error.isRetriable)
        #expect(!"\(error)".contains("not-the-password"))

        let wrong = configuration
        let publisher = AMQPPublisher(configuration: wrong, logger: quiet) { _ in }
        let fromPublisher = await #expect(throws: AMQPError.self) { try await publisher.run() }
        #expect(fromPublisher?.code == .authentication)
        let consumer = AMQPConsumer(configuration: wrong, queues: ["q"], prefetch: 1, logger: quiet) { _ in }
        let fromConsumer = await #expect(throws: AMQPError.self) { try await consumer.run() }
        #expect(fromConsumer?.code == .authentication)
    }

    @Test("a virtual host that does not exist")
    func virtualHost() async throws {
        var configuration = try TestBroker.configuration()
        configuration.vhost = "no-such-vhost"
        let error = try await connectionError(configuration)
        #expect(error.code == .vhost && !error.isRetriable)
        #expect(error.message.contains("no-such-vhost"))
    }

    @Test("nobody listens, or the name means nothing")
    func refused() async throws {
        var configuration = try TestBroker.configuration()
        configuration.port = 1
        let refused = try await connectionError(configuration)
        #expect(refused.code == .connection && refused.isRetriable)
        #expect(refused.message.contains(":1"))
        configuration.host = "no-such-host.invalid"
        let unknown = try await connectionError(configuration)
        #expect(unknown.isRetriable)
        #expect(unknown.message.contains("no-such-host.invalid"))
    }

    @Test("a consumer of a queue that does not exist fails at start-up")
    func missingQueue() async throws {
        try await TestBroker.withVirtualHost { host in
            let consumer = AMQPConsumer(
                configuration: host.configuration, queues: ["no-such-queue"], prefetch: 1, logger: quiet
            ) { _ in }
            let error = await #expect(throws: AMQPError.self) { try await consumer.run() }
            #expect(error?.code == .notFound && error?.replyCode == 404)
            #expect(error?.message.contains("no-such-queue") == true)
        }
    }

    @Test("run() runs only once")
    func twice() async throws {
        let publisher = AMQPPublisher(configuration: try TestBroker.configuration(), logger: quiet) { _ in }
        await publisher.close()
        try await publisher.run()
        let error = await #expect(throws: AMQPError.self) { try await publisher.run() }
        #expect(error?.code == .closed)
    }
}
