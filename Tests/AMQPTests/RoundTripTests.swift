import AMQP
import TestSupport
import Testing

@Suite("Publishing, confirming and consuming", .enabled(if: TestBroker.isConfigured))
struct RoundTripTests {
    @Test("10,000 messages through a quorum queue arrive once, in order, equal, and all are confirmed")
    func tenThousand() async throws {
        try await TestBroker.withVirtualHost { host in
            try await host.declareQuorumQueue("orders")
            let messages = (1...10_000).map { number in
                Outbound(
                    id: Int64(number), exchange: "", routingKey: "orders",
                    properties: MessageProperties(messageID: "m\(number)", headers: ["n": .int64(Int64(number))]),
                    body: Array("{\"number\":\(number)}".utf8))
            }
            try await withPublisher(host.configuration(named: "publisher")) { publisher, published in
                try await withConsumer(host.configuration(named: "consumer"), queues: ["orders"]) { _, consumed in
                    for start in stride(from: 0, to: messages.count, by: 250) {
                        publisher.publish(Array(messages[start..<start + 250]))
                    }
                    #expect(await publisher.drain(deadline: .now + .seconds(180)))
                    #expect(publisher.unsettled == 0)
                    #expect(published.confirmed.sorted() == messages.map(\.id))
                    try await waitUntil("all have arrived") { consumed.deliveries.count >= 10_000 }
                    let deliveries = consumed.deliveries
                    #expect(deliveries.map(\.body) == messages.map(\.body))
                    #expect(deliveries.map(\.properties) == messages.map(\.properties))
                    #expect(deliveries.allSatisfy { !$0.redelivered && $0.deliveryCount == 0 && $0.queue == "orders" })
                    #expect(deliveries.map(\.tag.number) == Array(1...10_000))
                }
            }
            // The consumer is closed: what it had not acknowledged would be back in the queue.
            #expect(try await host.countAtRest("orders") == 0)
        }
    }

    @Test(
        "content of every kind and size arrives equal",
        arguments: [0, 1, 131_000, 131_064, 131_065, 300 * 1024, 3 * 1024 * 1024])
    func content(size: Int) async throws {
        try await TestBroker.withVirtualHost { host in
            try await host.declareQuorumQueue("q")
            try await host.administrator.declareExchange("things")
            try await host.administrator.bind(queue: "q", exchange: "things", routingKey: "a.*")
            let properties = MessageProperties(
                contentType: "application/cloudevents+json", messageID: String(repeating: "i", count: 255),
                type: "waybill.test.v1", correlationID: "größe", timestamp: 1_700_000_000,
                userID: host.configuration.user, appID: "tests", replyTo: "nobody",
                headers: [
                    "text": "naïve ✓", "empty": "", "number": .int64(.min), "yes": true, "no": false,
                    "share": .double(0.1), "raw": .bytes([0, 255, 0]), "none": .bytes([]),
                    "list": .array([1, "two", .array([]), .table(["three": 3])]),
                    "table": .table(["inner": .table([:]), "traceparent": "00-ab-cd-01"]),
                ])
            let message = Outbound(
                id: 1, exchange: "things", routingKey: "a.b", properties: properties,
                body: (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
            try await host.administrator.publishAndConfirm([message])
            try await withConsumer(host.configuration, queues: ["q"], acknowledging: false) { _, consumed in
                try await waitUntil("it has arrived") { consumed.deliveries.count == 1 }
                let delivery = try #require(consumed.deliveries.first)
                #expect(delivery.body == message.body)
                #expect(delivery.properties == properties)
                #expect(delivery.exchange == "things" && delivery.routingKey == "a.b")
            }
            // Closed without an ack: the broker hands it out again and counts that.
            let again = try await host.administrator.get("q")
            #expect(again?.body == message.body)
            #expect(again?.redelivered == true)
            #expect(again?.deliveryCount == 1)
            #expect(try await host.administrator.get("q") == nil)
        }
    }

    @Test("two consumers share a queue, and one consumer reads two queues")
    func sharing() async throws {
        try await TestBroker.withVirtualHost { host in
            try await host.declareQuorumQueue("a")
            try await host.declareQuorumQueue("b")
            let messages = (1...2000).map { number in
                Outbound(
                    id: Int64(number), exchange: "", routingKey: number.isMultiple(of: 2) ? "a" : "b",
                    properties: MessageProperties(messageID: "m\(number)"), body: [])
            }
            try await withConsumer(host.configuration, queues: ["a", "b"], prefetch: 10) { _, first in
                try await withConsumer(host.configuration, queues: ["a"], prefetch: 10) { _, second in
                    try await waitUntil("both consume") { first.generations == [1] && second.generations == [1] }
                    try await host.administrator.publishAndConfirm(messages)
                    try await waitUntil("all have arrived") {
                        first.deliveries.count + second.deliveries.count >= messages.count
                    }
                    let ids = (first.deliveries + second.deliveries).compactMap(\.properties.messageID)
                    #expect(Set(ids).count == messages.count && ids.count == messages.count)
                    #expect(!second.deliveries.isEmpty)
                    #expect(second.deliveries.allSatisfy { $0.queue == "a" })
                    #expect(first.deliveries.allSatisfy { $0.queue == $0.routingKey })
                    #expect(first.deliveries.count { $0.queue == "b" } == 1000)
                }
            }
        }
    }

    @Test("prefetch bounds what is unacknowledged, and a cancelled consumer can still acknowledge")
    func prefetchAndCancel() async throws {
        try await TestBroker.withVirtualHost { host in
            try await host.declareQuorumQueue("q")
            try await host.administrator.publishAndConfirm(
                (1...50).map { Outbound(id: $0, exchange: "", routingKey: "q", body: [UInt8($0)]) })
            try await withConsumer(
                host.configuration, queues: ["q"], prefetch: 20, acknowledging: false
            ) { consumer, consumed in
                try await waitUntil("the prefetch is used up") { consumed.deliveries.count == 20 }
                consumer.cancelConsuming()
                try await waitUntil("cancelled") { consumed.isCancelled }
                consumer.ack(upTo: consumed.deliveries[14].tag)
            }
            // Five of the twenty were not acknowledged.
            #expect(try await host.countAtRest("q") == 35)
        }
    }
}
