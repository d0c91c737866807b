import ChannelStandIns
import Contracts
import Foundation
import TestSupport
import Testing

@Suite("Every channel at once, on a bad day", .serialized)
struct ChannelScenarioTests {
    /// 200 is what a night is for.
    private static var size: Int {
        ProcessInfo.processInfo.environment["WAYBILL_TEST_CHANNEL_ORDERS"].flatMap { Int($0) } ?? 20
    }

    @Test("by webhooks alone, doubled and out of order, both sides have the same orders and quantities")
    func webhooksAlone() async throws {
        let seed = SeededGenerator.printedSeed(for: "webhooks alone")
        let channels = ["shopify", "woocommerce", "trendyol", "hepsiburada"]
        try await ChannelScenario.with(
            size: Self.size, channels: Dialects.all.filter { channels.contains($0.channel) }, seed: seed,
            luck: .init(doubled: 30), isPolled: false
        ) { scenario in
            let system = scenario.system
            await scenario.sell()
            try await scenario.agree("orders and quantities", within: .seconds(90)) { house in
                try await ChannelTruth.read(house.channel, in: system).differences(from: house.standIn.world)
            }
            print(await scenario.report())
        }
    }
}
