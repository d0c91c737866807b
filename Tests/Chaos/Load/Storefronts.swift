import AMQP
import Contracts
import FoundationEssentials
import Messaging
import TestSupport
import WireJSON

/// The shops: they submit orders by queue and webhook, and what their customers want changed. Whatever is not confirmed
/// is said again under the same id, as a storefront would.
final class Storefronts {
    private let system: WaybillSystem
    private let maker: OrderMaker
    private var random: SeededGenerator
    private var waiting: [Sending] = []
    /// Orders that were confirmed to us: none of these may be lost.
    private(set) var taken: Set<Int> = []
    /// How many wishes were heard.
    private(set) var wishes = 0
    private(set) var placed = 0

    init(_ system: WaybillSystem, _ maker: OrderMaker, seed: UInt64) {
        self.system = system
        self.maker = maker
        random = SeededGenerator(seed: seed)
    }

    var isWaiting: Bool { !waiting.isEmpty }

    /// Takes orders from so many more customers.
    func place(_ count: Int) {
        guard count > 0 else { return }
        for number in placed + 1...placed + count { take(number) }
        placed += count
    }

    private func take(_ number: Int) {
        let recipe = Recipe.of(number)
        let order = maker.order(number)
        let now = ContinuousClock.now
        waiting.append(Sending(brings: number, dueAt: now, way: submission(of: order, recipe)))
        guard let wish = recipe.wish else { return }
        // Some before the order itself, some when it is half way, some too late.
        let delays: [Duration] = [.zero, .milliseconds(300), .milliseconds(900), .seconds(2), .seconds(6)]
        let delay = delays.randomElement(using: &random) ?? .zero
        let sending = Sending(brings: nil, dueAt: now + delay, way: self.wish(wish, about: order, number))
        if delay == .zero { waiting.insert(sending, at: waiting.count - 1) } else { waiting.append(sending) }
    }

    private func submission(of order: Order, _ recipe: Recipe) -> Sending.Way {
        switch recipe.way {
        case .web, .store: message(SubmitOrder(order: order), "order", order)
        case .shopify:
            .webhook(
                .shopify, body: Payloads.shopify(order), topic: "orders/create", event: "create-\(order.externalID)")
        case .wooCommerce:
            .webhook(
                .woocommerce, body: Payloads.wooCommerce(order), topic: "order.created",
                event: "create-\(order.externalID)")
        }
    }

    private func wish(_ wish: Recipe.Wish, about order: Order, _ number: Int) -> Sending.Way {
        switch wish {
        case .cancel:
            message(CancelSubmitted(externalID: order.externalID, reason: "changed_mind"), "wish", order)
        case .cancelLine:
            message(
                CancelSubmitted(
                    externalID: order.externalID,
                    lines: [LineQuantity(lineID: "1", quantity: order.lines[0].quantity)], reason: "changed_mind"),
                "wish", order)
        case .changeAddress:
            message(
                ChangeSubmitted(
                    externalID: order.externalID,
                    shippingAddress: maker.address(number, Recipe.of(number), street: "Another Street"),
                    reason: "moved"), "wish", order)
        case .cancelAtChannel:
            .webhook(
                .shopify, body: Payloads.shopify(order, isCancelled: true), topic: "orders/cancelled",
                event: "cancel-\(order.externalID)")
        }
    }

    private func message(_ command: some Command, _ what: String, _ order: Order) -> Sending.Way {
        let sender = "\(order.channel)/\(order.shop)"
        let envelope = Envelope(
            id: .v5("\(what)/\(order.externalID)"), source: "/storefront/\(sender)", type: Swift.type(of: command).type,
            time: .wallClock, data: command.jsonBytes)
        return .message(envelope, exchange: Topology.intake, routingKey: "orders.\(order.channel).\(order.shop)")
    }

    /// Says what is due; what fails stays.
    func beat() async {
        let now = ContinuousClock.now
        var (due, later): ([Sending], [Sending]) = ([], [])
        for sending in waiting {
            if sending.dueAt <= now { due.append(sending) } else { later.append(sending) }
        }
        guard !due.isEmpty else { return }
        var unheard: [Sending] = []
        let messages = due.filter { if case .message = $0.way { true } else { false } }
        if await publish(messages) { heard(messages) } else { unheard += messages }
        var isListening = true
        for sending in due {
            guard case .webhook(let platform, let body, let topic, let event) = sending.way else { continue }
            // One that is not answered is not asked again at once.
            if isListening { isListening = await call(platform, body, topic, event) }
            if isListening { heard([sending]) } else { unheard.append(sending) }
        }
        waiting = unheard + later
    }

    private func heard(_ sendings: [Sending]) {
        for sending in sendings {
            if let number = sending.brings { taken.insert(number) } else { wishes += 1 }
        }
    }

    private func publish(_ sendings: [Sending]) async -> Bool {
        let messages = sendings.compactMap { sending -> Outbound? in
            guard case .message(let envelope, let exchange, let key) = sending.way else { return nil }
            return envelope.outbound(exchange, key)
        }
        if messages.isEmpty { return true }
        do {
            try await system.broker.withAdministrator { try await $0.publishAndConfirm(messages) }
            return true
        } catch {
            return false
        }
    }

    private func call(
        _ platform: WebhookSender.Platform, _ body: String, _ topic: String, _ event: String
    ) async -> Bool {
        guard let intake = system.services.first(where: { $0.name == ServiceName.intake.executable }) else {
            return false
        }
        let sender = WebhookSender(
            platform: platform, shop: "main", secret: Assortment.secret, port: intake.port, patience: 2)
        return (try? await sender.send(body, topic: topic, event: event)) == 200
    }

    /// The same orders once more, in messages of their own, as a shop does that was not told.
    func repeated(_ number: Int, turn: Int) -> Outbound {
        let order = maker.order(number)
        let envelope = Envelope(
            id: .v5("again/\(turn)/\(number)"), source: "/storefront/\(order.channel)/\(order.shop)",
            type: SubmitOrder.type, time: .wallClock, data: SubmitOrder(order: order).jsonBytes)
        return envelope.outbound(Topology.intake, "orders.\(order.channel).\(order.shop)")
    }
}

extension Envelope {
    func outbound(_ exchange: String, _ routingKey: String) -> Outbound {
        var properties = MessageProperties()
        properties.contentType = Envelope.contentType
        properties.messageID = id.text
        return Outbound(
            id: 0, exchange: exchange, routingKey: routingKey, mandatory: true, properties: properties, body: jsonBytes)
    }
}
