import AMQP
import TestSupport
import Testing

@Suite("Heartbeats, blocking and draining", .enabled(if: TestBroker.isConfigured), .serialized)
struct LivenessTests {
    private func message(_ id: Int64) -> Outbound {
        Outbound(
            id: id, exchange: "", routingKey: "q", properties: MessageProperties(messageID: "m\(id)"), body: [1])
    }

    /// A publisher whose broker does as the proxy says.
    private func withPublisherBehindProxy(
        _ body: (AMQPPublisher, Recorder<PublisherEvent>, FrameProxy) async throws -> Void
    ) async throws {
        try await TestBroker.withVirtualHost { host in
            try await host.declareQuorumQueue("q")
            let proxy = try FrameProxy(before: host.configuration)
            defer { proxy.close() }
            try await withPublisher(proxy.configuration) { try await body($0, $1, proxy) }
        }
    }

    @Test("idle connections keep their heartbeats on both sides")
    func idle() async throws {
        try await TestBroker.withVirtualHost { host in
            try await host.declareQuorumQueue("q")
            var configuration = host.configuration(named: "idle")
            // Seldom enough that no load keeps either side from two of them.
            configuration.heartbeat = 15
            try await withPublisher(configuration) { publisher, published in
                try await withConsumer(configuration, queues: ["q"]) { consumer, consumed in
                    try await waitUntil("both connected") { publisher.isConnected && consumer.isConnected }
                    // Time itself is what is tested here: four heartbeats, where either side gives up after two.
                    try await Task.sleep(for: .seconds(60))
                    #expect(published.connections == 1 && consumed.generations == [1])
                    #expect(published.errors.isEmpty && consumed.errors.isEmpty)
                    publisher.publish([message(1)])
                    try await waitUntil("it has arrived") { consumed.deliveries.count == 1 }
                }
            }
        }
    }

    @Test("a peer that falls silent is noticed, and the work goes on with the next connection")
    func silence() async throws {
        try await TestBroker.withVirtualHost { host in
            try await host.declareQuorumQueue("q")
            let proxy = try FrameProxy(before: host.configuration)
            defer { proxy.close() }
            var configuration = proxy.configuration
            configuration.heartbeat = 5
            configuration.connectTimeout = .seconds(20)
            try await withPublisher(configuration) { publisher, published in
                try await withConsumer(configuration, queues: ["q"]) { consumer, consumed in
                    try await waitUntil("both connected") { publisher.isConnected && consumer.isConnected }
                    proxy.fallSilent()
                    publisher.publish([message(1)])
                    try await waitUntil("both noticed") { !published.errors.isEmpty && !consumed.errors.isEmpty }
                    #expect(published.errors.first?.code == .timeout)
                    #expect(consumed.errors.first?.code == .timeout)
                    #expect(publisher.unsettled == 1)
                    proxy.speak()
                    #expect(await publisher.drain(deadline: .now + .seconds(180)))
                    try await waitUntil("it has arrived") { consumed.deliveries.count == 1 }
                }
            }
        }
    }

    @Test("a blocked broker gets nothing until it is unblocked")
    func blocked() async throws {
        try await withPublisherBehindProxy { publisher, events, proxy in
            publisher.publish([message(1)])
            #expect(await publisher.drain(deadline: .now + .seconds(180)))
            proxy.block()
            try await waitUntil("blocked") { publisher.isBlocked }
            publisher.publish((2...500).map { message($0) })
            #expect(await publisher.drain(deadline: .now + .milliseconds(300)) == false)
            #expect(proxy.publishes == 1)
            #expect(publisher.unsettled == 499)
            proxy.unblock()
            #expect(await publisher.drain(deadline: .now + .seconds(180)))
            #expect(events.blocked == [true, false])
            #expect(events.confirmed.sorted() == Array(1...500))
            #expect(events.connections == 1)
        }
    }

    @Test("a connection that is lost while blocked is not blocked any more")
    func blockedAndLost() async throws {
        try await withPublisherBehindProxy { publisher, events, proxy in
            try await waitUntil("connected") { publisher.isConnected }
            proxy.block()
            try await waitUntil("blocked") { publisher.isBlocked }
            publisher.publish([message(1)])
            proxy.cutConnections()
            #expect(await publisher.drain(deadline: .now + .seconds(180)))
            #expect(events.blocked == [true, false])
        }
    }

    @Test("a publisher with packs for a broker that has stopped reading hears what it says")
    func full() async throws {
        try await withPublisherBehindProxy { publisher, _, proxy in
            try await waitUntil("connected") { publisher.isConnected }
            proxy.stall()
            // More than the sockets on the way can hold, but not of one message.
            let pack = [UInt8](repeating: 1, count: 64 << 10)
            publisher.publish((1...400).map { Outbound(id: $0, exchange: "", routingKey: "q", body: pack) })
            #expect(await publisher.drain(deadline: .now + .milliseconds(500)) == false)
            proxy.block()
            try await waitUntil("it has heard") { publisher.isBlocked }
        }
    }

    @Test("closing does not hang on a broker that has stopped reading in the middle of a message")
    func stalled() async throws {
        try await withPublisherBehindProxy { publisher, _, proxy in
            try await waitUntil("connected") { publisher.isConnected }
            proxy.stall()
            // More than the sockets on the way can hold.
            let large = [UInt8](repeating: 1, count: 32 * 1024 * 1024)
            publisher.publish([Outbound(id: 1, exchange: "", routingKey: "q", body: large)])
            #expect(await publisher.drain(deadline: .now + .milliseconds(500)) == false)
            let before = ContinuousClock.now
            await publisher.close()
            #expect(before.duration(to: .now) < .seconds(180))
            #expect(publisher.unsettled == 1)
        }
    }

    @Test("draining waits for every confirm, and gives up at its deadline when there is no broker")
    func drain() async throws {
        var nowhere = try TestBroker.configuration()
        nowhere.port = 1
        let events = Recorder<PublisherEvent>()
        let publisher = AMQPPublisher(configuration: nowhere, logger: quiet) { events.record($0) }
        #expect(await publisher.drain(deadline: .now))
        async let run: Void = publisher.run()
        publisher.publish([message(1)])
        let before = ContinuousClock.now
        #expect(await publisher.drain(deadline: .now + .milliseconds(200)) == false)
        #expect(before.duration(to: .now) < .seconds(180))
        #expect(publisher.unsettled == 1)
        try await waitUntil("told") { events.errors.first?.code == .connection }
        await publisher.close()
        try await run
    }

    @Test("cancelling the task ends run() and closes the connection")
    func cancellation() async throws {
        try await TestBroker.withVirtualHost { host in
            try await host.declareQuorumQueue("q")
            let publisher = AMQPPublisher(configuration: host.configuration, logger: quiet) { _ in }
            let consumer = AMQPConsumer(
                configuration: host.configuration, queues: ["q"], prefetch: 1, logger: quiet
            ) { _ in }
            try await withThrowingTaskGroup { group in
                group.addTask { try await publisher.run() }
                group.addTask { try await consumer.run() }
                try await waitUntil("both connected") { publisher.isConnected && consumer.isConnected }
                group.cancelAll()
                try await group.waitForAll()
            }
            #expect(!publisher.isConnected && !consumer.isConnected)
        }
    }
}
