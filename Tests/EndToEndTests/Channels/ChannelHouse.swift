import ChannelStandIns
import Contracts
import Foundation
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
        let own = seed &+ UInt64(opened.count)
        // Their limits would last for hours: here they fill up faster.
        let standIn = ChannelStandIn(dialect, seed: own, pace: dialect.channel == "amazon" ? 400 : 4)
        try await StandInServer.with(standIn) { server in
            let house = ChannelHouse(
                standIn: standIn, address: server.address, driver: ChannelDriver(standIn, skus: skus, seed: own))
            try await open(dialects.dropFirst(), seed: seed, skus: skus, opened + [house], body)
        }
    }

    /// What an operator sets up.
    func setUp(isPolled: Bool) -> UpsertShop {
        let seconds = !isPolled ? 0 : channel == "amazon" ? 10 : 2
        var connection = ShopConnection(baseURL: address, pollEvery: seconds)
        var (secrets, domain) = (["hush-\(channel)"], String?.none)
        var currency = Currency(rawValue: "EUR")
        switch standIn.dialect {
        case let dialect as ShopifyDialect: domain = dialect.domain
        case let dialect as AmazonDialect:
            connection.account = dialect.seller
            connection.options = [
                "tokenUrl": address, "marketplaceIds": dialect.marketplaceID,
            ]
        case let dialect as TrendyolDialect:
            connection.account = dialect.seller
            currency = Currency(rawValue: "TRY")
            secrets = [dialect.webhookKey]
        case let dialect as HepsiburadaDialect:
            connection.account = dialect.merchant
            currency = Currency(rawValue: "TRY")
            secrets = [dialect.webhookPassword]
        case is N11Dialect: currency = Currency(rawValue: "TRY")
        default: break
        }
        return UpsertShop(
            channel: channel, shop: Self.shop, webhookSecrets: secrets, currency: currency, domain: domain,
            connection: connection)
    }

    /// Keys and passwords, by the names of their files.
    private var credentials: [String: String] {
        switch standIn.dialect {
        case let dialect as ShopifyDialect: ["token": dialect.token]
        case let dialect as WooCommerceDialect: ["key": dialect.key, "secret": dialect.consumerSecret]
        case let dialect as MagentoDialect: ["token": dialect.token]
        case let dialect as AmazonDialect:
            [
                "refresh_token": dialect.refreshToken, "client_id": dialect.clientID,
                "client_secret": dialect.clientSecret,
            ]
        case let dialect as TrendyolDialect: ["key": dialect.key, "secret": dialect.keySecret]
        case let dialect as HepsiburadaDialect: ["password": dialect.key]
        case let dialect as N11Dialect: ["key": dialect.key, "secret": dialect.keySecret]
        default: [:]
        }
    }

    func writeCredentials(to folder: URL) throws {
        for (name, value) in credentials {
            let file = folder.appending(path: "\(channel).\(Self.shop).\(name)")
            try Data((value + "\n").utf8).write(to: file)
        }
    }

    /// Where the channel calls us.
    func webhookAddress(port: Int) -> String {
        "http://127.0.0.1:\(port)/webhooks/\(channel == "trendyol" ? "ty" : channel)/\(Self.shop)"
    }
}
