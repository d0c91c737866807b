import Contracts
import FoundationEssentials
import Messaging
import OrderIntake
import TestSupport
import Testing

@Suite("Who takes the money of an order")
struct CollectorTests {
    private static let key = ShopKey(channel: "shopify", shop: "main")

    /// The order of the webhook fixture, as the same shop would hand it over by queue.
    private static func byQueue(_ method: PaymentMethod) -> Order {
        var order = Orders.plain(externalID: "820982911946154508", updatedAt: Orders.now - .seconds(60))
        order.channel = key.channel
        order.payment.method = method
        return order
    }

    @Test(
        "is one, by the shop's setting, over any mixture of ways",
        arguments: [
            (Shop(key: key), PaymentMethod.marketplace), (Shop(key: key, payments: .channel), .marketplace),
            (Shop(key: key, payments: .waybill), .card), (Shop(key: key, paymentMethod: .card), .card),
            (Shop(key: key, paymentMethod: .card, payments: .channel), .marketplace),
        ], [51, 52] as [UInt64])
    func mixture(_ setting: (shop: Shop, method: PaymentMethod), seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<10 {
            var intake = IntakeHarness()
            intake.rows.shops[Self.key] = setting.shop
            var methods: Set<PaymentMethod> = []
            for way in ["card", "marketplace", "webhook", "card", "webhook"].shuffled(using: &generator) {
                let reaction =
                    way == "webhook"
                    ? try intake.webhook("shopify", "orders/create", ChannelFixtures.shopify())
                    : try intake.submit(
                        Orders.submission(of: Self.byQueue(PaymentMethod(rawValue: way))),
                        routingKey: "orders.shopify.main")
                if let told = try reaction.first(OrderAccepted.self) { methods.insert(told.order.payment.method) }
                if let told = try reaction.first(OrderUpdated.self) { methods.insert(told.order.payment.method) }
            }
            methods.formUnion(intake.rows.orders.rows.map(\.order.payment.method))
            #expect(methods == [setting.method], "seed \(seed)")
        }
    }

    @Test("is what the shop says, and an order that says otherwise is told so")
    func overruled() throws {
        var intake = IntakeHarness()
        let reaction = try intake.submit(
            Orders.submission(of: Self.byQueue(.card)), routingKey: "orders.shopify.main")
        let answer = try #require(try reaction.first(SubmissionAccepted.self))
        #expect(answer.warnings.map(\.code) == ["payment_method_overruled"])
        #expect(answer.warnings.map(\.path) == ["$.order.payment.method"])
    }

    @Test("is what the order says, where the shop hands its orders over by queue alone")
    func stated() throws {
        var intake = IntakeHarness()
        let reaction = try intake.submit(Orders.plain())
        #expect(try reaction.first(OrderAccepted.self)?.order.payment.method == .card)
        #expect(try reaction.first(SubmissionAccepted.self)?.warnings == [])
    }

    @Test("is left alone when it is paid in cash")
    func cash() throws {
        var order = Self.byQueue(.cashOnDelivery)
        CollectorRule.apply(to: &order, of: Shop(key: Self.key, payments: .waybill), isStated: true)
        #expect(order.payment.method == .cashOnDelivery && order.mismatches.isEmpty)
    }

    @Test("An order's id has the day it came, whatever the sender's clock says")
    func day() throws {
        var intake = IntakeHarness()
        for (id, sentAt) in [("a", Orders.now - .seconds(86_400 * 4000)), ("b", Orders.now + .seconds(86_400 * 400))] {
            let order = Orders.plain(externalID: id, updatedAt: Orders.now)
            let told = try #require(try intake.submit(order, sentAt: sentAt).first(OrderAccepted.self)).order
            let milliseconds = told.id.bytes.prefix(6).reduce(Int64(0)) { $0 << 8 | Int64($1) }
            #expect(milliseconds == Orders.now.microseconds / 1000)
            #expect(try intake.submit(order, sentAt: sentAt).first(SubmissionAccepted.self)?.orderID == told.id)
        }
    }
}
