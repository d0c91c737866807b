import Messaging
import OrderIntake
import Testing

@Suite("Payloads of our own making, with any bytes changed,")
struct PayloadFuzzTests {
    private static let fixtures: [(channel: String, topic: String, body: String)] = [
        ("shopify", "orders/create", ChannelFixtures.shopify()),
        ("woocommerce", "order.created", ChannelFixtures.woo()),
        ("trendyol", "package", ChannelFixtures.trendyol()), ("trendyol", "package", ChannelFixtures.oldTrendyol()),
        ("hepsiburada", "POST orders", ChannelFixtures.hepsiburada()), ("n11", "", ChannelFixtures.n11()),
        ("amazon", "", ChannelFixtures.amazon()), ("amazon", "", ChannelFixtures.oldAmazon()),
        ("magento", "", ChannelFixtures.magento()),
    ]

    @Test("crash nothing, and become sound orders or reasons", arguments: [61, 62, 63] as [UInt64])
    func mapping(seed: UInt64) throws {
        var fuzzer = PayloadFuzzer(seed: seed)
        for fixture in Self.fixtures {
            let orders = try fuzzer.run(Array(fixture.body.utf8), of: fixture.channel, times: 400)
            #expect(orders > 40, "\(fixture.channel): only \(orders) of 400 were orders")
        }
    }

    @Test("are taken or parked when their sender is authentic, and nothing else", arguments: [64, 65] as [UInt64])
    func handling(seed: UInt64) throws {
        var fuzzer = PayloadFuzzer(seed: seed)
        for fixture in Self.fixtures where !fixture.topic.isEmpty {
            var intake = IntakeHarness()
            _ = try intake.webhook(fixture.channel, fixture.topic, fixture.body)
            for round in 0..<100 {
                let bytes = fuzzer.changed(Array(fixture.body.utf8))
                do {
                    _ = try intake.webhook(fixture.channel, fixture.topic, bytes)
                } catch let error as HandlerError {
                    // A package of units that nobody ordered may be ahead of the news that explains it; it is parked later.
                    #expect(
                        !error.isRetriable && !error.code.isEmpty || error.code == "further_lines",
                        "\(fixture.channel), seed \(seed), round \(round): \(error)")
                }
            }
            let isAnnounced = intake.rows.orders.rows.contains { $0.isAnnounced }
            #expect(isAnnounced)
        }
    }
}
