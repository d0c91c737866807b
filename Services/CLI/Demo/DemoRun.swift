import AMQP
import Contracts
import FoundationEssentials
import Messaging
import Postgres
import WireJSON

/// One demo: a catalogue, three shops, orders over the queue and both webhooks, all the way to the door.
struct DemoRun: Sendable {
    /// An order that was submitted, as its shop calls it.
    struct Placed: Hashable, Sendable {
        var shop: Storefront
        var externalID: String
        var way: String
    }

    let session: OperatorSession
    let patience: Duration
    /// What a person reads meanwhile.
    let tell: @Sendable (String) -> Void
    /// Makes this run's orders new ones.
    private let stamp: Int64

    init(session: OperatorSession, patience: Duration, tell: @escaping @Sendable (String) -> Void) {
        self.session = session
        self.patience = patience
        self.tell = tell
        stamp = Timestamp.wallClock.seconds
    }

    /// - Returns: what became of every order.
    func run() async throws -> [DemoOutcome] {
        guard let web = Storefront(channel: "web", shop: "demo"),
            let shopify = Storefront(channel: "shopify", shop: "demo"),
            let woo = Storefront(channel: "woocommerce", shop: "demo")
        else { return [] }
        try await loadCatalogue()
        tell("shops: web/demo by queue, shopify/demo and woocommerce/demo by webhook")
        let webShop = try await ShopRegistration.open(web, .init(rotates: true), in: session)
        let shopifyShop = try await ShopRegistration.open(shopify, .init(), in: session)
        let wooShop = try await ShopRegistration.open(woo, .init(), in: session)

        let now = Timestamp.wallClock
        var placed = try await submitOverQueue(webShop, now)
        let webhooks = [
            DemoWebhooks.shopify(shopify, id: stamp, secret: shopifyShop.webhookSecret, now: now),
            DemoWebhooks.wooCommerce(woo, id: stamp + 1, secret: wooShop.webhookSecret, now: now),
        ]
        for webhook in webhooks { placed.append(try await deliver(webhook)) }

        let follower = DemoFollower(session: session, deadline: .now + patience, tell: tell)
        if let first = placed.first { try await follower.follow(first) }
        return try await follower.waitForAll(placed)
    }

    private func loadCatalogue() async throws {
        tell(
            "catalogue: \(DemoCatalogue.goods.count) articles, \(DemoCatalogue.catalogue.sites.count) sites, "
                + "\(DemoCatalogue.catalogue.bins.count) bins")
        let answer = try await CatalogueUpload.upload(DemoCatalogue.catalogue, in: session)
        let booked = try await StockBooking.book(
            "receive", DemoCatalogue.goodsIn(50), reference: "demo \(stamp)", in: session)
        if let reason = (answer.reasons + booked.reasons).first {
            throw OperatorError("inventory refuses: \(reason.line)")
        }
        tell("stock: 50 more of each article at each of its sites")
    }

    /// As a storefront does it: with its own user, its own routing key, and answers from its own queue.
    private func submitOverQueue(_ shop: ShopRegistration, _ now: Timestamp) async throws -> [Placed] {
        var configuration = try session.brokerConfiguration()
        configuration.user = shop.storefront.brokerUser
        configuration.password = shop.password ?? ""
        let storefront = AMQPAdministrator(configuration: configuration)
        do {
            try await storefront.connect()
            let placed = try await submit(shop.storefront, now, over: storefront)
            await storefront.close()
            return placed
        } catch {
            await storefront.close()
            throw error
        }
    }

    private func submit(
        _ shop: Storefront, _ now: Timestamp, over broker: AMQPAdministrator
    ) async throws -> [Placed] {
        let orders = DemoOrders.overQueue(run: String(stamp), now: now)
        let messages = orders.map { order in
            Envelope(
                id: .v7(at: now, entropy: UUID()), source: "https://shop.example/demo", type: SubmitOrder.type,
                time: now, data: SubmitOrder(order: order).jsonBytes)
        }
        try await broker.publishAndConfirm(
            messages.map { $0.outbound(exchange: Topology.intake, routingKey: shop.submissionKey) })
        tell("orders: \(orders.count) over the queue")
        var open = Set(messages.map(\.id.text))
        let deadline = ContinuousClock.now + .seconds(30)
        while !open.isEmpty {
            guard let delivery = try await broker.get(shop.queues[0]) else {
                guard ContinuousClock.now < deadline else {
                    throw OperatorError("no answer to \(open.count) submissions", advice: "waybill status")
                }
                try await Task.sleep(for: .milliseconds(20))
                continue
            }
            let answer = try ReceivedMessage(parsing: delivery.body)
            if answer.type == SubmissionRejected.type {
                let rejected: SubmissionRejected = try answer.payload()
                guard open.remove(rejected.submissionID) != nil else { continue }
                throw OperatorError(
                    "order \(rejected.externalID ?? "") was refused:\n"
                        + rejected.reasons.map { "  \($0.line)" }.joined(separator: "\n"))
            }
            let accepted: SubmissionAccepted = try answer.payload()
            guard open.remove(accepted.submissionID) != nil else { continue }
            tell("  \(accepted.externalID)  \(accepted.outcome) as \(accepted.orderID.text)")
        }
        return orders.map { Placed(shop: shop, externalID: $0.externalID, way: "queue, \($0.payment.method.rawValue)") }
    }

    private func deliver(_ webhook: DemoWebhooks.Webhook) async throws -> Placed {
        guard let address = session.address(of: .intake) else {
            throw OperatorError("WAYBILL_URL_ORDER_INTAKE is not set: where do webhooks go?")
        }
        let shop = webhook.storefront
        let answer = try await HTTPExchange.send(
            "POST", "\(address)/webhooks/\(shop.channel)/\(shop.shop)", headers: webhook.headers, body: webhook.body)
        guard answer.status == 200 else {
            throw OperatorError("the webhook of \(shop.channel) was answered \(answer.status)")
        }
        tell("orders: one by \(shop.channel)'s webhook, answered \(answer.status)")
        return Placed(shop: shop, externalID: webhook.externalID, way: "\(shop.channel) webhook")
    }
}
