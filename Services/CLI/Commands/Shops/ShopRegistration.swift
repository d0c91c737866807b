import Contracts
import FoundationEssentials
import Postgres
import WireJSON

/// Opens a shop: its broker user, queues and rights, and its webhook secret at intake.
struct ShopRegistration: Sendable {
    let storefront: Storefront
    /// nil when the user was there before and was left alone: the broker keeps only a hash of it.
    let password: String?
    let webhookSecret: String

    /// What can be said of a shop beyond its name; what is not said stays as it is.
    struct Wishes: Sendable {
        var isOpen = true
        var stockBuffer: Int?
        var currency: Currency?
        var paymentMethod: PaymentMethod?
        var payments: PaymentCollector?
        var domain: String?
        var connection: ConnectionWishes?
        /// A new password, and a new secret beside the old one, which goes on being accepted until the next rotation.
        var rotates = false
    }

    /// What can be said of how a shop is reached.
    struct ConnectionWishes: Sendable {
        var baseURL: String?
        var account: String?
        /// An empty value takes one away.
        var options: [String: String] = [:]
        var pollEvery: Int?

        func applied(to known: ShopConnection?) -> ShopConnection {
            var connection = known ?? ShopConnection()
            connection.baseURL = baseURL ?? connection.baseURL
            connection.account = account ?? connection.account
            connection.pollEvery = pollEvery ?? connection.pollEvery
            for (name, value) in options { connection.options[name] = value.isEmpty ? nil : value }
            return connection
        }
    }

    static func open(
        _ storefront: Storefront, _ wishes: Wishes, in session: OperatorSession
    ) async throws -> ShopRegistration {
        let password = try await openAtBroker(storefront, wishes, in: session)
        let row = try await session.withSecrets(of: .intake) { database in
            try await database.query(ShopQueries.one, storefront.channel, storefront.shop).first
        }
        let secrets: [String] = try row?.array(0) ?? []
        let keepsSecret = !wishes.rotates && !secrets.isEmpty
        let secret = keepsSecret ? secrets[0] : BrokerAccounts.newPassword()
        let stockBuffer = try wishes.stockBuffer ?? row?.int(1) ?? 0
        let known = try row?.jsonOrNil(2).map { try ShopConnection.parse($0) }
        let command = UpsertShop(
            channel: storefront.channel, shop: storefront.shop, isOpen: wishes.isOpen,
            webhookSecrets: keepsSecret ? [] : [secret] + secrets.prefix(1), stockBuffer: stockBuffer,
            currency: wishes.currency, paymentMethod: wishes.paymentMethod,
            payments: wishes.payments, domain: wishes.domain,
            connection: wishes.connection.map { $0.applied(to: known) })
        _ = try await session.reply(ShopChanged.self, to: try await session.send(command))
        return ShopRegistration(storefront: storefront, password: password, webhookSecret: secret)
    }

    private static func openAtBroker(
        _ storefront: Storefront, _ wishes: Wishes, in session: OperatorSession
    ) async throws -> String? {
        let api = try session.management()
        let isThere = try await api.find("users/\(ManagementAPI.escaped(storefront.brokerUser))") != nil
        let password = isThere && !wishes.rotates ? nil : BrokerAccounts.newPassword()
        let users = password.map {
            [BrokerAccounts.user(storefront.brokerUser, password: $0, rights: .storefront(storefront))]
        }
        try await api.post(
            "definitions",
            Topology.waybill.definitions(virtualHost: api.vhost, users: users ?? [], storefronts: [storefront]))
        return password
    }
}
