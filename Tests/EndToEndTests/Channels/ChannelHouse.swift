import ChannelStandIns
import TestSupport

/// One channel of the scenario: its stand-in, the customers, and who carries what it tells.
struct ChannelHouse: Sendable {
    /// The shop's name on every channel.
    static let shop = "scenario"

    let standIn: ChannelStandIn
    /// Where the stand-in listens.
    let address: String
    var driver: ChannelDriver

    var channel: String { standIn.dialect.channel }

    /// The same for a channel whether it is alone or one of all.
    static func seed(of channel: String, from seed: UInt64) -> UInt64 {
        channel.utf8.reduce(seed) { ($0 &* 31) &+ UInt64($1) }
    }

    /// Lets all channels listen for as long as `body` runs.
    static func open(
        _ dialects: [any ChannelDialect], seed: UInt64, skus: [String],
        _ body: ([ChannelHouse]) async throws -> Void
    ) async throws {
        try await open(dialects[...], seed: seed, skus: skus, [], body)
    }

    private static func open(
        _ dialects: ArraySlice<any ChannelDialect>, seed: UInt64, skus: [String], _ opened: [ChannelHouse],
        _ body: ([ChannelHouse]) async throws -> Void
    ) async throws {
        guard let dialect = dialects.first else { return try await body(opened) }
        let own = Self.seed(of: dialect.channel, from: seed)
        // Their limits would last for hours: here they fill up faster.
        let standIn = ChannelStandIn(dialect, seed: own, pace: dialect.channel == "amazon" ? 400 : 4)
        try await StandInServer.with(standIn) { server in
            let house = ChannelHouse(
                standIn: standIn, address: server.address, driver: ChannelDriver(standIn, skus: skus, seed: own))
            try await open(dialects.dropFirst(), seed: seed, skus: skus, opened + [house], body)
        }
    }

    var merchant: MerchantSetup {
        let options: [String: [String: String]] = [
            // Of twenty pages at once, and then one in three minutes.
            "amazon": ["lag": "0", "interval": "15"],
            // Which needs no picture.
            "trendyol": ["claimIssueReason": "451"],
        ]
        return MerchantSetup(standIn.dialect, address: address, shop: Self.shop, options: options[channel] ?? [:])
    }

    /// Where the channel calls us.
    func webhookAddress(port: Int) -> String {
        "http://127.0.0.1:\(port)/webhooks/\(channel == "trendyol" ? "ty" : channel)/\(Self.shop)"
    }
}
