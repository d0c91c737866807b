import AMQP
import Contracts
import Foundation
import Messaging
import TestSupport
import WireJSON

/// A storefront at its own broker user: sends in its name, and reads the answers from its own queue.
struct ShopDesk {
    let account: StorefrontAccount

    private var shop: Storefront { account.storefront }

    /// The order as this shop's.
    func own(_ order: Order) -> Order {
        var order = order
        order.channel = shop.channel
        order.shop = shop.shop
        return order
    }

    func send(_ commands: [any Command]) async throws {
        let messages = commands.map {
            Posted.submission($0, channel: shop.channel, shop: shop.shop).outbound
        }
        try await account.withBroker { try await $0.publishAndConfirm(messages) }
    }

    /// - Returns: the next answer of a type; what else is in the queue is dropped.
    func answer<Fact: Event>(_: Fact.Type) async throws -> Fact {
        var found: Fact?
        try await account.withBroker { broker in
            try await waitUntil("\(shop.sender) is answered with \(Fact.type.rawValue)", every: .milliseconds(50)) {
                while let delivery = try await broker.get(shop.queues[0]) {
                    let message = try ReceivedMessage(parsing: delivery.body)
                    guard message.type == Fact.type else { continue }
                    found = try message.payload()
                    return true
                }
                return false
            }
        }
        guard let found else { throw ServiceExecutable.Failed(description: "no \(Fact.type.rawValue)") }
        return found
    }

    func ask<Fact: Event>(_ command: some Command, for fact: Fact.Type) async throws -> Fact {
        try await send([command])
        return try await answer(fact)
    }
}
