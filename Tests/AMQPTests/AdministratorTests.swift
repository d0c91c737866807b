import AMQP
import Testing

@Suite("The administrator", .enabled(if: TestBroker.isConfigured))
struct AdministratorTests {
    @Test("declares, checks, counts, purges and deletes")
    func topology() async throws {
        try await TestBroker.withVirtualHost { host in
            let administrator = host.administrator
            try await administrator.declareExchange("commands", type: "topic")
            try await administrator.declareExchange("commands", passive: true)
            try await host.declareQuorumQueue("q", more: ["x-delivery-limit": 100])
            try await administrator.bind(queue: "q", exchange: "commands", routingKey: "inventory.#")
            try await administrator.publishAndConfirm(
                (1...600).map { Outbound(id: $0, exchange: "commands", routingKey: "inventory.reserve", body: [0]) })
            try await administrator.publishAndConfirm([
                Outbound(exchange: "commands", routingKey: "inventory.release", body: [1])
            ])
            #expect(try await administrator.declareQueue("q", passive: true).messageCount == 601)
            #expect(try await administrator.get("q")?.routingKey == "inventory.reserve")
            #expect(try await administrator.purge("q") == 600)
            #expect(try await administrator.get("q") == nil)
            try await administrator.delete(queue: "q")
            try await administrator.delete(exchange: "commands")
            try await administrator.delete(queue: "q")
        }
    }

    @Test("goes on after the broker has refused something")
    func refusals() async throws {
        try await TestBroker.withVirtualHost { host in
            let administrator = host.administrator
            let missing = await #expect(throws: AMQPError.self) {
                try await administrator.declareQueue("q", passive: true)
            }
            #expect(missing?.code == .notFound)
            try await host.declareQuorumQueue("q")
            let other = await #expect(throws: AMQPError.self) { try await administrator.declareQueue("q") }
            #expect(other?.code == .preconditionFailed && other?.replyCode == 406)
            #expect(other?.message.contains("x-queue-type") == true)
            let missingGet = await #expect(throws: AMQPError.self) { try await administrator.get("nothing") }
            #expect(missingGet?.code == .notFound)
            let unroutable = await #expect(throws: AMQPError.self) {
                try await administrator.publishAndConfirm([
                    Outbound(exchange: "", routingKey: "nowhere", body: []),
                    Outbound(exchange: "", routingKey: "q", body: [1]),
                ])
            }
            #expect(unroutable?.code == .unroutable)
            #expect(try await administrator.get("q")?.body == [1])
            await administrator.close()
            let closed = await #expect(throws: AMQPError.self) { try await administrator.purge("q") }
            #expect(closed?.code == .closed)
        }
    }

    @Test("is still connected after a pause of many heartbeats")
    func pause() async throws {
        try await TestBroker.withVirtualHost { host in
            var configuration = host.configuration(named: "pausing")
            configuration.heartbeat = 2
            let administrator = AMQPAdministrator(configuration: configuration)
            try await administrator.connect()
            // The pause is what is tested: the broker gives up after two heartbeats.
            try await Task.sleep(for: .seconds(8))
            try await administrator.declareExchange("commands", type: "topic")
            await administrator.close()
        }
    }
}
