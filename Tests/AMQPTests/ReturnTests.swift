import AMQP
import TestSupport
import Testing

@Suite("What the broker does not take", .enabled(if: TestBroker.isConfigured))
struct ReturnTests {
    private func message(_ id: Int64, exchange: String = "", to key: String, mandatory: Bool = true) -> Outbound {
        Outbound(
            id: id, exchange: exchange, routingKey: key, mandatory: mandatory,
            properties: MessageProperties(messageID: "m\(id)"), body: Array("body \(id)".utf8))
    }

    @Test("a mandatory message without a queue is returned and not confirmed; without mandatory it is confirmed")
    func unroutable() async throws {
        try await TestBroker.withVirtualHost { host in
            try await host.declareQuorumQueue("q")
            try await withPublisher(host.configuration) { publisher, events in
                publisher.publish([
                    message(1, to: "q"), message(2, to: "nowhere"), message(3, to: "nowhere", mandatory: false),
                    message(4, to: "q"), message(5, to: "nowhere"),
                ])
                #expect(await publisher.drain(deadline: .now + .seconds(180)))
                #expect(events.confirmed.sorted() == [1, 3, 4])
                #expect(events.returned.map(\.message.id).sorted() == [2, 5])
                #expect(events.returned.allSatisfy { $0.code == 312 && $0.text == "NO_ROUTE" })
                #expect(events.returned.first?.message.body == Array("body 2".utf8))
            }
        }
    }

    @Test("a message that makes the broker close the channel is singled out, and the others arrive")
    func culprits() async throws {
        try await TestBroker.withVirtualHost { host in
            try await host.declareQuorumQueue("q")
            try await withPublisher(host.configuration) { publisher, events in
                var forged = message(15, to: "q")
                forged.properties.userID = "somebody-else"
                publisher.publish(
                    (1...9).map { message($0, to: "q") } + [message(10, exchange: "no-such-exchange", to: "q")]
                        + (11...14).map { message($0, to: "q") } + [forged] + (16...20).map { message($0, to: "q") })
                #expect(await publisher.drain(deadline: .now + .seconds(180)))
                #expect(events.confirmed.sorted() == (1...20).filter { $0 != 10 && $0 != 15 })
                #expect(events.returned.map(\.message.id) == [10, 15])
                #expect(events.returned.map(\.code) == [404, 406])
                #expect(events.returned.first?.text.contains("no-such-exchange") == true)
                publisher.publish([message(21, to: "q")])
                #expect(await publisher.drain(deadline: .now + .seconds(180)))
                #expect(events.confirmed.last == 21)
            }
        }
    }

    @Test("a message that AMQP cannot express is refused before it is sent")
    func inexpressible() async throws {
        try await TestBroker.withVirtualHost { host in
            try await host.declareQuorumQueue("q")
            var longID = message(1, to: "q")
            longID.properties.messageID = String(repeating: "x", count: 256)
            var largeHeaders = message(2, to: "q")
            largeHeaders.properties.headers = ["x": .string(String(repeating: "x", count: 140_000))]
            var longKey = message(3, to: "q")
            longKey.properties.headers = [String(repeating: "k", count: 129): 1]
            try await withPublisher(host.configuration) { publisher, events in
                publisher.publish([longID, largeHeaders, longKey, message(4, to: "q")])
                #expect(await publisher.drain(deadline: .now + .seconds(180)))
                #expect(events.confirmed == [4])
                #expect(events.returned.map(\.message.id) == [1, 2, 3])
                #expect(events.returned.allSatisfy { $0.code == 502 })
                #expect(events.connections == 1)
            }
            await #expect(throws: AMQPError.self) { try await host.administrator.publishAndConfirm([longID]) }
        }
    }

    @Test("what the broker nacks is sent again until it is taken")
    func nacked() async throws {
        try await TestBroker.withVirtualHost { host in
            try await host.declareQuorumQueue("q")
            let proxy = try FrameProxy(before: host.configuration)
            defer { proxy.close() }
            try await withPublisher(proxy.configuration) { publisher, events in
                proxy.refuse(acks: 3)
                publisher.publish((1...100).map { message($0, to: "q") })
                #expect(await publisher.drain(deadline: .now + .seconds(180)))
                #expect(proxy.refusals == 3)
                #expect(proxy.publishes > 100)
                #expect(events.confirmed.sorted() == Array(1...100))
                #expect(events.connections == 1)
            }
        }
    }

    @Test("a full queue that rejects publishes loses nothing")
    func fullQueue() async throws {
        try await TestBroker.withVirtualHost { host in
            try await host.administrator.declareQueue(
                "small", arguments: ["x-max-length": 5, "x-overflow": "reject-publish"])
            try await withPublisher(host.configuration) { publisher, events in
                publisher.publish((1...20).map { message($0, to: "small") })
                try await waitUntil("the queue is full") { events.confirmed.count >= 5 }
                #expect(publisher.unsettled > 0)
                try await withConsumer(host.configuration(named: "consumer"), queues: ["small"]) { _, consumed in
                    #expect(await publisher.drain(deadline: .now + .seconds(180)))
                    #expect(Set(events.confirmed) == Set(1...20))
                    try await waitUntil("all have arrived") {
                        Set(consumed.deliveries.compactMap(\.properties.messageID)).count == 20
                    }
                }
            }
        }
    }
}
