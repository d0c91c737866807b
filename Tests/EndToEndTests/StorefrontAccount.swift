import AMQP
import Contracts
import Foundation
import TestSupport

/// A shop with its broker user and its queues, made from the same definitions as in operation; gone when the body is done.
/// A broker's users are common to all virtual hosts, so the shop has a name of its own.
struct StorefrontAccount {
    let storefront: Storefront
    /// Another shop of the same broker, whose things are not ours.
    let neighbour: Storefront
    private let configuration: AMQPConfiguration

    static func with(_ broker: TestBroker, _ body: (StorefrontAccount) async throws -> Void) async throws {
        let name = "shop-\(UUID().uuidString.lowercased().prefix(8))"
        guard let storefront = Storefront(channel: "web", shop: name),
            let neighbour = Storefront(channel: "web", shop: "\(name)-2")
        else { return }
        let password = UUID().uuidString
        let salt = (0..<4).map { _ in UInt8.random(in: .min ... .max) }
        let user = BrokerUser(
            name: storefront.brokerUser, passwordHash: BrokerUser.passwordHash(of: password, salt: salt),
            rights: .storefront(storefront))
        let definitions = Topology.waybill.definitions(
            virtualHost: broker.configuration.vhost, users: [user], storefronts: [storefront, neighbour])
        try await TestBroker.request("POST", "definitions", body: String(decoding: definitions, as: UTF8.self))
        var configuration = broker.configuration
        configuration.user = user.name
        configuration.password = password
        let account = StorefrontAccount(storefront: storefront, neighbour: neighbour, configuration: configuration)
        do {
            try await body(account)
            try await TestBroker.request("DELETE", "users/\(user.name)")
        } catch {
            try await TestBroker.request("DELETE", "users/\(user.name)")
            throw error
        }
    }

    var url: String {
        "amqp://\(configuration.user):\(configuration.password)@\(configuration.host):\(configuration.port)/"
            + configuration.vhost
    }

    /// A connection in the shop's name.
    func withBroker(_ body: (AMQPAdministrator) async throws -> Void) async throws {
        let connection = AMQPAdministrator(configuration: configuration)
        try await connection.connect()
        do {
            try await body(connection)
            await connection.close()
        } catch {
            await connection.close()
            throw error
        }
    }
}
