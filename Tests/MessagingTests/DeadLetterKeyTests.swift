import AMQP
import Contracts
import FoundationEssentials
import TestSupport
import Testing
import WireJSON

@testable import Messaging

@Suite("A dead letter's routing key")
struct DeadLetterKeyTests {
    private static let submission = Array(
        #"""
        {"specversion":"1.0","id":"order-7","source":"/shop","type":"waybill.intake.order.submit.v1",
        "time":"2026-03-01T12:30:00Z","data":{"order":{}}}
        """#.utf8)

    private func delivery(
        from queue: String, routingKey: String = "intake", deaths: [[String: HeaderValue]]
    ) -> Delivery {
        Delivery(
            tag: DeliveryTag(generation: 1, number: 1), queue: queue, exchange: Topology.deadLetters,
            routingKey: routingKey, redelivered: false, deliveryCount: 0,
            properties: MessageProperties(headers: ["x-death": .array(deaths.map { .table($0) })]),
            body: Self.submission)
    }

    private func death(_ queue: String, _ key: String) -> [String: HeaderValue] {
        ["queue": .string(queue), "reason": "delivery_limit", "routing-keys": .array([.string(key)])]
    }

    @Test("is the one that it was published with, so that a submission keeps its sender")
    func original() throws {
        let delivery = delivery(
            from: "waybill.order-intake.dead", deaths: [death("waybill.order-intake", "orders.web.main")])
        let work = try #require(DeliveryReader().work(from: delivery).first)
        #expect(work.origin.routingKey == "orders.web.main")
        #expect(work.message?.envelope.channel == "web/main")
        #expect(work.message?.envelope.externalID == "order-7")
        guard case .refused(_, let code, _) = work.content else {
            Issue.record("a dead letter was to be run")
            return
        }
        #expect(code == "dead_lettered")
        let again = DeliveryReader().work(fromKept: work.bytes, origin: work.origin, attempts: 1)
        #expect(again.message?.id == work.message?.id, "an operator's retry is the same message")
    }

    @Test("is not taken from what a publisher may have written")
    func forged() {
        let mine = death("waybill.order-intake", "orders.web.main")
        let forged = death("waybill.order-intake", "orders.web.other")
        let dead = "waybill.order-intake.dead"
        #expect(delivery(from: dead, deaths: [mine, forged]).originalRoutingKey == "orders.web.main")
        #expect(delivery(from: dead, deaths: [death("storefront.web.main", "x")]).originalRoutingKey == "intake")
        #expect(delivery(from: dead, deaths: []).originalRoutingKey == "intake")
        let alive = delivery(from: "waybill.order-intake", routingKey: "orders.web.main", deaths: [forged])
        #expect(alive.originalRoutingKey == "orders.web.main")
    }

    @Test("is found in what the broker really writes")
    func broker() async throws {
        try await TestBroker.with { broker in
            try await broker.withAdministrator { administrator in
                // Dead letters of the queue without waiting for a hundred deliveries: what expires goes the same way.
                try await administrator.delete(queue: "waybill.order-intake")
                try await administrator.declareQueue(
                    "waybill.order-intake",
                    arguments: [
                        "x-queue-type": "quorum", "x-message-ttl": 1, "x-dead-letter-exchange": "waybill.dead",
                        "x-dead-letter-routing-key": "intake",
                    ])
                try await administrator.bind(
                    queue: "waybill.order-intake", exchange: Topology.intake, routingKey: "orders.#")
                try await administrator.publishAndConfirm([
                    Outbound(exchange: Topology.intake, routingKey: "orders.web.main", body: Self.submission)
                ])
                var found: Delivery?
                try await waitUntil("the dead letter is there") {
                    found = try await administrator.get("waybill.order-intake.dead")
                    return found != nil
                }
                #expect(found?.routingKey == "intake")
                #expect(found?.originalRoutingKey == "orders.web.main")
            }
        }
    }
}
