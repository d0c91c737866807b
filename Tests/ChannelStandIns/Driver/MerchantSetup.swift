import Contracts
import Foundation

/// What the merchant enters on Waybill's side, so that it finds a stand-in and is let in.
package struct MerchantSetup: Sendable {
    package let dialect: any ChannelDialect
    /// Where the stand-in listens.
    package let address: String
    /// The shop's name on the channel.
    package let shop: String
    /// What else its connection says.
    package let options: [String: String]

    package init(_ dialect: any ChannelDialect, address: String, shop: String, options: [String: String] = [:]) {
        self.dialect = dialect
        self.address = address
        self.shop = shop
        self.options = options
    }

    /// What an operator sets up.
    /// - Parameters:
    ///   - pollEvery: seconds; 0 asks nothing.
    ///   - isOpen: whether it may sell.
    package func upsert(pollEvery: Int, isOpen: Bool = true) -> UpsertShop {
        var connection = ShopConnection(baseURL: address, pollEvery: pollEvery)
        var (secrets, domain) = (["hush-\(dialect.channel)"], String?.none)
        var currency = Currency(rawValue: "EUR")
        switch dialect {
        case let dialect as ShopifyDialect:
            domain = dialect.domain
            connection.options = ["location": dialect.locations[0]]
        case let dialect as MagentoDialect:
            connection.options = ["source": dialect.source, "stockSource": dialect.source]
        case let dialect as AmazonDialect:
            connection.account = dialect.seller
            connection.options = [
                "tokenUrl": address, "marketplaceIds": dialect.marketplaceID,
                "marketplaceId": dialect.marketplaceID, "queueUrl": address + dialect.queuePath,
                "region": dialect.region,
            ]
        case let dialect as TrendyolDialect:
            connection.account = dialect.seller
            currency = Currency(rawValue: "TRY")
            secrets = [dialect.webhookKey]
        case let dialect as HepsiburadaDialect:
            connection.account = dialect.merchant
            connection.options = ["listingUrl": address]
            currency = Currency(rawValue: "TRY")
            secrets = [dialect.webhookPassword]
        case is N11Dialect:
            currency = Currency(rawValue: "TRY")
            connection.options = ["integrator": "waybill"]
        default: break
        }
        connection.options.merge(options) { $1 }
        return UpsertShop(
            channel: dialect.channel, shop: shop, isOpen: isOpen, webhookSecrets: secrets, currency: currency,
            domain: domain, connection: connection)
    }

    /// Keys and passwords, by the names that their files end in.
    private var credentials: [String: String] {
        switch dialect {
        case let dialect as ShopifyDialect: ["token": dialect.token]
        case let dialect as WooCommerceDialect: ["key": dialect.key, "secret": dialect.consumerSecret]
        case let dialect as MagentoDialect: ["token": dialect.token]
        case let dialect as AmazonDialect:
            [
                "refresh_token": dialect.refreshToken, "client_id": dialect.clientID,
                "client_secret": dialect.clientSecret, "aws_access_key_id": dialect.accessKeyID,
                "aws_secret_access_key": dialect.secretAccessKey,
            ]
        case let dialect as TrendyolDialect: ["key": dialect.key, "secret": dialect.keySecret]
        case let dialect as HepsiburadaDialect: ["password": dialect.key]
        case let dialect as N11Dialect: ["key": dialect.key, "secret": dialect.keySecret]
        default: [:]
        }
    }

    /// Writes them to the folder that order-intake reads them from.
    package func writeCredentials(to folder: URL) throws {
        for (name, value) in credentials {
            try Data((value + "\n").utf8).write(to: folder.appending(path: "\(dialect.channel).\(shop).\(name)"))
        }
    }
}
