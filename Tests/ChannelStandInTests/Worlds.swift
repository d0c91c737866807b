import ChannelStandIns
import Synchronization
import TestSupport
import WireJSON

/// A clock that stands until it is moved.
final class HandClock: Sendable {
    private let moment = Mutex<Int64>(1_770_000_000_000)

    var now: Int64 { moment.withLock { $0 } }

    func move(seconds: Int64) { moment.withLock { $0 += seconds * 1000 } }

    /// A world with three articles.
    func standIn(
        _ dialect: some ChannelDialect, quirks: [Quirk: Int] = [:], seed: UInt64 = 7
    ) async -> ChannelStandIn {
        let standIn = ChannelStandIn(dialect, seed: seed, quirks: quirks, clock: { self.now })
        await ChannelDriver(standIn, skus: ["SKU-1", "SKU-2", "SKU-3"], seed: seed).stock(100)
        return standIn
    }
}

extension ChannelStandIn {
    /// One call, as the merchant would make it.
    func call(
        _ method: String, _ target: String, _ body: String = "", headers: [String: String] = [:]
    ) async -> StandInAnswer {
        let all = Merchant.headers(for: dialect).merging(headers) { $1 }
        return answer(StandInRequest(method: method, target: target, headers: all, body: Array(body.utf8)))
    }
}

/// What a merchant of each channel shows who it is with.
enum Merchant {
    static func headers(for dialect: any ChannelDialect) -> [String: String] {
        switch dialect {
        case let shopify as ShopifyDialect: ["X-Shopify-Access-Token": shopify.token]
        case let woo as WooCommerceDialect: ["Authorization": Signing.basic(woo.key, woo.consumerSecret)]
        case let magento as MagentoDialect: ["Authorization": "Bearer \(magento.token)"]
        case let trendyol as TrendyolDialect:
            [
                "Authorization": Signing.basic(trendyol.key, trendyol.keySecret),
                "User-Agent": "\(trendyol.seller) - SelfIntegration",
            ]
        case let hepsiburada as HepsiburadaDialect:
            ["Authorization": Signing.basic(hepsiburada.merchant, hepsiburada.key), "User-Agent": "waybill_dev"]
        case let n11 as N11Dialect: ["appkey": n11.key, "appsecret": n11.keySecret]
        default: [:]
        }
    }
}
