import Contracts
import Foundation
import TestSupport
import Testing

extension WaysBackTests {
    @Suite("Webhooks to a shop")
    struct WebhookPathTests {
        /// What `waybill webhook add` prints.
        private struct Endpoint: Decodable {
            var endpointId: String
        }

        /// What `waybill webhook deliveries` prints.
        private struct Sent: Decodable {
            var webhookId: String
            var type: String
            var state: String
            var attempts: Int
        }

        private static let secret = "whsec_" + Data((0..<24).map { UInt8($0 + 7) }).base64EncodedString()

        @Test(
            "are signed, come in order for each order, again after a 500 under the same id, and once more when asked for"
        )
        func wholeWay() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("WBH", articles: 1)
            try await room.open(in: system, stock: 20)
            let sink = try WebhookSink(secrets: [Self.secret])
            defer { sink.stop() }
            _ = try system.waybill(
                ["webhook", "add", "web", "hooks", "http://127.0.0.1:\(sink.port)/flaky", "--secret", Self.secret],
                reading: Endpoint.self)
            let orders = ["wbh-1", "wbh-2"].map { name in
                var order = WaysBackTests.order(name, [(room.sku(1), 1)])
                order.shop = "hooks"
                return order
            }
            try await system.post(orders.map { .submission(SubmitOrder(order: $0), shop: "hooks") })
            for order in orders { try await system.expect(order, is: "delivered") { $0.phase == "closed" } }
            for order in orders {
                // Each is answered with 500 the first time; the time until it is sent again is over at once.
                try await waitUntil("everything is delivered", every: .milliseconds(100)) {
                    if try Self.sent(order, system).contains(where: { $0.state == "retrying" }) {
                        try? await system.fireTimers(of: order, in: .notifications)
                    }
                    let sent = try Self.sent(order, system)
                    return sent.count >= 3 && sent.allSatisfy { $0.state == "delivered" }
                }
            }
            let requests = try sink.requests
            #expect(requests.allSatisfy { $0.signed == [true] })
            for order in orders {
                let ids = try Self.sent(order, system).reversed().map(\.webhookId)
                let own = requests.filter { request in ids.contains { $0.lowercased() == request.id.lowercased() } }
                #expect(own.map(\.status) == ids.flatMap { _ in [500, 200] })
                let types = own.filter { $0.status == 200 }.map(\.event.type)
                #expect(types == ["order.confirmed", "order.shipped", "order.delivered"])
            }

            let again = try #require(try Self.sent(orders[0], system).first)
            try system.run("waybill", "webhook", "replay", again.webhookId)
            try await waitUntil("it comes once more") {
                try sink.requests.count { $0.id.lowercased() == again.webhookId.lowercased() && $0.status == 200 } == 2
            }
        }

        @Test(
            "to an endpoint that stays away: tried again ever more seldom until the patience is over, parked, then the next; replayed, each goes again"
        )
        func parked() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("WBP", articles: 1)
            try await room.open(in: system, stock: 20)
            let sink = try WebhookSink(secrets: [Self.secret])
            defer { sink.stop() }
            let endpoint = try system.waybill(
                [
                    "webhook", "add", "web", "hooks-away", "http://127.0.0.1:\(sink.port)/away", "--secret",
                    Self.secret,
                    "--event", "order.confirmed", "--event", "order.delivered",
                ], reading: Endpoint.self)
            var order = WaysBackTests.order("wbp", [(room.sku(1), 1)])
            order.shop = "hooks-away"
            try await system.post([.submission(SubmitOrder(order: order), shop: "hooks-away")])
            try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            // Half a second, one, two, three and three again: with ten seconds of patience each, of which a machine under load
            // takes some for itself.
            try await waitUntil("both are parked", every: .milliseconds(500)) {
                let sent = try Self.sent(order, system)
                return sent.count == 2 && sent.allSatisfy { $0.state == "parked" }
            }
            let sent = try Self.sent(order, system)
            let tries = try sink.requests
            #expect(sent.allSatisfy { (2...6).contains($0.attempts) }, "\(sent)")
            #expect(tries.count == sent.reduce(0) { $0 + $1.attempts } && tries.allSatisfy { $0.signed == [true] })
            let kinds = tries.map(\.event.type)
            #expect(kinds == kinds.sorted(), "the second went before the first was given up: \(kinds)")
            for kind in ["order.confirmed", "order.delivered"] {
                let moments = tries.filter { $0.event.type == kind }.map(\.at)
                let waits = zip(moments, moments.dropFirst()).map { $1 - $0 }
                // Up to a tenth is taken off, and the machine is busy.
                #expect(zip(waits, [0.4, 0.8, 1.7, 2.6, 2.6]).allSatisfy { $0 >= $1 }, "\(waits)")
            }
            let stuck = try system.run("waybill", ["stuck", "--kind", "webhook"], allowing: [1])
            #expect(stuck.contains(endpoint.endpointId), "\(stuck)")

            try sink.comeBack()
            try system.run("waybill", "webhook", "replay", "--endpoint", endpoint.endpointId)
            try await waitUntil("both are delivered", every: .milliseconds(300)) {
                try Self.sent(order, system).allSatisfy { $0.state == "delivered" }
            }
            let taken = try sink.requests.filter { $0.status == 204 }
            #expect(taken.map(\.event.type) == ["order.confirmed", "order.delivered"])
            #expect(Set(taken.map { $0.id.lowercased() }) == Set(tries.map { $0.id.lowercased() }))
        }

        private static func sent(_ order: Order, _ system: WaybillSystem) throws -> [Sent] {
            try system.waybill(["webhook", "deliveries", order.externalID], reading: [Sent].self)
        }
    }
}
