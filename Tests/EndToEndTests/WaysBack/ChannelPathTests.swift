import Contracts
import Foundation
import TestSupport
import Testing

extension WaysBackTests {
    @Suite("What platforms tell of an order")
    struct ChannelPathTests {
        @Test(
            "in any order, also before the order itself and more than once, comes to the same units and money",
            arguments: [WebhookSender.Platform.shopify, .woocommerce])
        func anyOrder(platform: WebhookSender.Platform) async throws {
            let system = try SharedSystem.current
            let seed = SeededGenerator.printedSeed(for: "webhooks of \(platform.rawValue) in any order")
            var random = SeededGenerator(seed: seed)
            // Nobody works here, so that every order is where the last message left it.
            let room = Stockroom(platform == .shopify ? "CHS" : "CHW", floor: .manual)
            try await room.open(in: system, stock: 10_000)
            let sender = try await Self.open(platform, in: system)
            let base = platform == .shopify ? 61_000 : 63_000
            var topics: [Int: String] = [:]
            for number in 0..<20 {
                // One history, of two orders: as it happened, and as it arrives on a bad day.
                var twin = random
                let (id, other) = (base + number, base + 1000 + number)
                let straight = Self.history(platform, id, room, &random)
                let mixed = Self.history(platform, other, room, &twin).shuffled(using: &random)
                topics[other] = mixed.map(\.topic).joined(separator: " ")
                for message in straight.messages {
                    #expect(try await sender.send(message.body, topic: message.topic) == 200)
                }
                for message in mixed { #expect(try await sender.send(message.body, topic: message.topic) == 200) }
            }
            try await waitUntil("all is handled and at rest", every: .milliseconds(300)) {
                try await Self.isAtRest(system)
            }
            let ends = try await Self.ends(String(base / 1000), system)
            let others = try await Self.ends(String(base / 1000 + 1), system)
            for number in 0..<20 {
                let (id, other) = (base + number, base + 1000 + number)
                let (expected, found) = (ends["\(id)"] ?? "nothing", others["\(other)"] ?? "nothing")
                #expect(found == expected, "seed \(seed), order \(other): \(topics[other] ?? "")")
            }
            #expect(Set(ends.values).count > 1, "the histories are all alike")
        }

        private static func history(
            _ platform: WebhookSender.Platform, _ id: Int, _ room: Stockroom, _ random: inout SeededGenerator
        ) -> ChannelHistory {
            platform == .shopify
                ? .shopify(id: id, of: room, random: &random) : .wooCommerce(id: id, of: room, random: &random)
        }

        /// What is still to be sent, and what it costs the customer.
        private static func ends(_ prefix: String, _ system: WaybillSystem) async throws -> [String: String] {
            try await OrderTruth.all(prefix, in: system).mapValues { truth in
                let live = truth.ordered - truth.cancelled
                guard live > 0 else { return "nothing" }
                let kept = truth.money.authorised - truth.money.voided - truth.money.refunded
                return "\(truth.headline): \(live) units, \(truth.held) held, for \(kept)"
            }
        }

        private static func isAtRest(_ system: WaybillSystem) async throws -> Bool {
            for service in [ServiceName.intake, .saga, .payment, .inventory, .warehouse] {
                guard try await system.waiting(for: service) == 0,
                    try await system.count(in: service, "SELECT count(*) FROM outbox") == 0,
                    try await system.count(in: service, "SELECT count(*) FROM effect WHERE state IN (0, 1)") == 0
                else { return false }
            }
            return try await system.count(
                in: .saga,
                """
                SELECT count(*) FROM saga_step t JOIN saga_order o USING (order_id)
                WHERE t.status = 'sent' AND t.hold IS NULL AND o.channel IN ('shopify', 'woocommerce')
                    AND t.step <> 'fulfil'
                """) == 0
        }

        private static func open(
            _ platform: WebhookSender.Platform, in system: WaybillSystem
        ) async throws -> WebhookSender {
            let secret = "hush-\(platform.rawValue)"
            let changed = try await system.ask(
                UpsertShop(
                    channel: platform.rawValue, shop: "ways", webhookSecrets: [secret],
                    currency: Currency(rawValue: "EUR")), for: ShopChanged.self)
            #expect(changed.isOpen)
            let intake = try #require(system.services.first { $0.name == ServiceName.intake.executable })
            return WebhookSender(platform: platform, shop: "ways", secret: secret, port: intake.port)
        }
    }
}
