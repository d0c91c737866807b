import AMQP
import TestSupport
import Testing

@Suite("When the connection breaks", .enabled(if: TestBroker.isConfigured))
struct ReconnectTests {
    private func message(_ id: Int64) -> Outbound {
        Outbound(
            id: id, exchange: "", routingKey: "q", properties: MessageProperties(messageID: "m\(id)"),
            body: Array("body \(id)".utf8))
    }

    @Test("the broker closes the publisher's connection in mid-stream: everything is confirmed and in the queue")
    func publisherClosedByBroker() async throws {
        try await TestBroker.withVirtualHost { host in
            try await host.declareQuorumQueue("q")
            let configuration = host.configuration(named: "publisher")
            try await withPublisher(configuration) { publisher, events in
                async let closing: Void = host.closeConnections(named: configuration)
                var total: Int64 = 0
                // Streams until the broker has found the connection and closed it, and then some.
                var more = 10
                while more > 0 {
                    publisher.publish((total + 1...total + 500).map { message($0) })
                    total += 500
                    if events.connections > 1 { more -= 1 }
                    try await waitUntil("room") { publisher.unsettled < 1500 }
                }
                try await closing
                #expect(await publisher.drain(deadline: .now + .seconds(180)))
                let error = try #require(events.errors.first)
                #expect(error.isRetriable)
                #expect(Set(events.confirmed) == Set(1...total))
                #expect(events.confirmed.count == Int(total))
                try await withConsumer(host.configuration(named: "consumer"), queues: ["q"]) { _, consumed in
                    try await waitUntil("all have arrived") {
                        Set(consumed.deliveries.compactMap(\.properties.messageID)).count == Int(total)
                    }
                }
            }
        }
    }

    @Test("connections cut at any moment while publishing and consuming: everything arrives", arguments: [1, 2, 3])
    func cut(round: Int) async throws {
        try await TestBroker.withVirtualHost { host in
            try await host.declareQuorumQueue("q")
            let proxy = try FrameProxy(before: host.configuration)
            defer { proxy.close() }
            try await withPublisher(proxy.configuration, window: 200) { publisher, published in
                try await withConsumer(proxy.configuration, queues: ["q"], prefetch: 100) { _, consumed in
                    let total: Int64 = 5000
                    for start in stride(from: Int64(1), through: total, by: 250) {
                        // Of before: by the next line all of them may have passed.
                        let seen = proxy.publishes
                        publisher.publish((start..<start + 250).map { message($0) })
                        if start % 1000 == 1 {
                            try await waitUntil("some more are on their way") { proxy.publishes > seen + 37 * round }
                            proxy.cutConnections()
                        }
                    }
                    #expect(await publisher.drain(deadline: .now + .seconds(180)))
                    #expect(Set(published.confirmed) == Set(1...total))
                    try await waitUntil("all have arrived") {
                        Set(consumed.deliveries.compactMap(\.properties.messageID)).count == Int(total)
                    }
                    #expect(published.connections > 1)
                    #expect(consumed.generations == Set(consumed.generations).sorted())
                }
            }
        }
    }

    @Test(
        "the broker closes the consumer's connection: the rest comes again, newer generation, and old acks do nothing"
    )
    func consumerClosedByBroker() async throws {
        try await TestBroker.withVirtualHost { host in
            try await host.declareQuorumQueue("q")
            try await host.administrator.publishAndConfirm((1...20).map { message($0) })
            let configuration = host.configuration(named: "consumer")
            try await withConsumer(
                configuration, queues: ["q"], prefetch: 10, acknowledging: false
            ) { consumer, consumed in
                try await waitUntil("ten deliveries") { consumed.deliveries.count == 10 }
                let first = consumed.deliveries
                consumer.ack(upTo: first[3].tag)
                try await waitUntil("four more") { consumed.deliveries.count == 14 }
                let stale = try #require(consumed.deliveries.last?.tag)

                try await host.closeConnections(named: configuration)
                try await waitUntil("connected again") { consumed.generations == [1, 2] }
                try await waitUntil("ten deliveries again") { consumed.deliveries.count == 24 }
                #expect(consumed.errors.first?.replyCode == 320)
                let second = Array(consumed.deliveries[14...])
                #expect(second.allSatisfy { $0.tag.generation == 2 && $0.tag > stale })
                let resent = second.filter(\.redelivered)
                #expect(Set(resent.compactMap(\.properties.messageID)) == Set((5...14).map { "m\($0)" }))
                #expect(resent.allSatisfy { $0.deliveryCount == 1 })

                // Valid on the old connection. Sent on the new one, they would acknowledge other messages.
                consumer.ack(upTo: stale)
                consumer.ack(upTo: DeliveryTag(generation: 2, number: 999))
                consumer.ack(upTo: second[9].tag)
                try await waitUntil("the last six") { consumed.deliveries.count == 30 }
                consumer.ack(upTo: try #require(consumed.deliveries.last).tag)
                consumer.ack(upTo: try #require(consumed.deliveries.last).tag)
            }
            #expect(try await host.countAtRest("q") == 0)
        }
    }

    @Test("a deleted queue cancels the consumer, which comes back when the queue does")
    func queueDeleted() async throws {
        try await TestBroker.withVirtualHost { host in
            try await host.declareQuorumQueue("q")
            try await withConsumer(host.configuration(named: "consumer"), queues: ["q"]) { _, consumed in
                try await waitUntil("consuming") { consumed.generations == [1] }
                try await host.administrator.delete(queue: "q")
                try await waitUntil("cancelled by the broker") { consumed.errors.first?.code == .cancelledByBroker }
                try await host.declareQuorumQueue("q")
                try await host.administrator.publishAndConfirm([message(1)])
                try await waitUntil("it has arrived") { consumed.deliveries.count == 1 }
            }
        }
    }

    @Test("a consumer that is cancelled while the broker is away says so and does not come back")
    func cancelWhileAway() async throws {
        try await TestBroker.withVirtualHost { host in
            try await host.declareQuorumQueue("q")
            let proxy = try FrameProxy(before: host.configuration)
            try await withConsumer(proxy.configuration, queues: ["q"]) { consumer, consumed in
                try await waitUntil("consuming") { consumer.isConnected }
                proxy.close()
                try await waitUntil("disconnected") { !consumed.errors.isEmpty }
                consumer.cancelConsuming()
                try await waitUntil("cancelled") { consumed.isCancelled }
                #expect(!consumer.isConnected)
            }
        }
    }
}
