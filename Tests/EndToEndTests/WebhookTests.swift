import Contracts
import Foundation
import Messaging
import TestSupport
import Testing
import WireJSON

@Suite("From a platform's webhook to the customer's door", .serialized)
struct WebhookTests {
    @Test("Shopify's and WooCommerce's orders are delivered; what is not signed rightly is refused with 401")
    func delivered() async throws {
        try await WaybillSystem.with { system in
            try await DemoShop().open(in: system)
            let shopify = try await platform(.shopify, in: system)
            let woocommerce = try await platform(.woocommerce, in: system)
            let body = Payloads.shopify(id: 1001, status: "paid")
            let other = Payloads.wooCommerce(id: 727)

            // Not ours: nothing of it is taken.
            #expect(try await shopify.send(body, topic: "orders/create", signature: "") == 401)
            #expect(try await shopify.send(body, topic: "orders/create", signature: "bm90IGEgc2lnbmF0dXJl") == 401)
            #expect(try await woocommerce.send(other, topic: "order.created", signature: "") == 401)
            let bytes = Array(body.utf8)
            for position in [0, bytes.count / 2, bytes.count - 1] {
                var flipped = bytes
                flipped[position] ^= 1
                let status = try await shopify.send(
                    flipped, topic: "orders/create", signature: shopify.sign(bytes))
                #expect(status == 401)
            }
            #expect(try await system.count(in: .intake, "SELECT count(*) FROM raw_body") == 0)

            #expect(try await shopify.send(body, topic: "orders/create") == 200)
            #expect(try await woocommerce.send(other, topic: "order.created") == 200)
            try await system.waitForCount(
                2, in: .saga, "SELECT count(*) FROM saga WHERE phase = 'closed' AND headline = 'delivered'")
            // 1 x 10.00 + 2 x 5.00 + 3.50 shipping; 2 x 10.00 + 4.00 shipping.
            #expect(
                try await system.count(
                    in: .saga, "SELECT count(*) FROM saga_order WHERE channel = 'shopify' AND total = 2350") == 1)
            #expect(
                try await system.count(
                    in: .saga, "SELECT count(*) FROM saga_order WHERE channel = 'woocommerce' AND total = 2400") == 1)
            #expect(try await system.count(in: .intake, "SELECT count(*) FROM raw_body") == 2)
            try await system.expectClean()
        }
    }

    @Test("what is signed and cannot be read is answered 200, kept and parked with the reason")
    func unreadable() async throws {
        try await WaybillSystem.with { system in
            try await DemoShop().open(in: system)
            let shopify = try await platform(.shopify, in: system)
            #expect(try await shopify.send("{\"id\": 5, \"line_items\": [", topic: "orders/create") == 200)
            #expect(try await shopify.send("{\"hello\": \"world\"}", topic: "orders/create") == 200)
            try await system.waitForCount(2, in: .intake, "SELECT count(*) FROM inbox WHERE state = 2")
            #expect(
                try await system.count(
                    in: .intake, "SELECT count(*) FROM inbox WHERE state = 2 AND reason LIKE 'unreadable_body%'") == 1)
            #expect(
                try await system.count(
                    in: .intake, "SELECT count(*) FROM inbox WHERE state = 2 AND reason LIKE 'not_an_order%'") == 1)
            #expect(
                try await system.count(
                    in: .intake, "SELECT count(*) FROM inbox WHERE state = 2 AND envelope IS NOT NULL") == 2)
            // The shop's next order goes through.
            #expect(try await shopify.send(Payloads.shopify(id: 1, status: "paid"), topic: "orders/create") == 200)
            try await system.waitForCount(1, in: .saga, "SELECT count(*) FROM saga WHERE headline = 'delivered'")
        }
    }

    @Test("the same order a hundred times, by webhook and by queue at once, is one order, one reservation, one payment")
    func hundredTimes() async throws {
        try await WaybillSystem.with { system in
            try await DemoShop().open(in: system)
            let shopify = try await platform(.shopify, in: system)
            let body = Payloads.shopify(id: 1001, status: "authorized")
            var order = DemoShop().order(1001, state: .authorised, lines: [(sku: "SKU-1", quantity: 1)])
            order.channel = "shopify"
            let submissions = (1...50).map { number in
                Envelope(
                    id: UUID(), source: "/shop/\(number)", type: SubmitOrder.type, time: .wallClock,
                    data: SubmitOrder(order: order).jsonBytes)
            }
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<50 {
                    // A repeat of an event, and the order told of by another event.
                    group.addTask {
                        try await shopify.send(body, topic: "orders/create", event: "event-\(number / 2)")
                    }
                }
                try await system.publish(submissions, exchange: Topology.intake, routingKey: "orders.shopify.main")
                for try await status in group { #expect(status == 200) }
            }
            try await system.waitForCount(1, in: .saga, "SELECT count(*) FROM saga WHERE phase = 'closed'")
            try await system.waitForCount(
                50, in: .intake, "SELECT count(*) FROM inbox WHERE type = 'waybill.intake.order.submit.v1'")
            try await system.expectClean()
            #expect(try await system.count(in: .saga, "SELECT count(*) FROM saga") == 1)
            #expect(try await system.count(in: .intake, "SELECT count(*) FROM intake_order") == 1)
            #expect(try await system.count(in: .inventory, "SELECT count(*) FROM reservation") == 1)
            #expect(try await system.count(in: .payment, "SELECT count(*) FROM payment") == 1)
            // By webhook the platform holds the money, by queue we capture it: whichever came first is the order.
            let captures = try await system.count(
                in: .payment, "SELECT coalesce(sum(calls), 0)::int8 FROM sandbox_provider WHERE kind = 'capture'")
            #expect(captures <= 1)
        }
    }

    @Test("an unpaid order waits, and goes on when the platform says that it is paid")
    func unpaidThenPaid() async throws {
        try await WaybillSystem.with { system in
            try await DemoShop().open(in: system)
            let shopify = try await platform(.shopify, in: system)
            var order = DemoShop().order(1001)
            order.channel = "shopify"
            #expect(
                try await shopify.send(Payloads.shopify(id: 1001, status: "pending"), topic: "orders/create") == 200)
            try await system.expect("awaiting_payment", of: order)
            #expect(try await system.count(in: .payment, "SELECT count(*) FROM payment") == 0)
            let paid = Payloads.shopify(id: 1001, status: "paid", updatedAt: "2026-02-02T12:00:00Z")
            #expect(try await shopify.send(paid, topic: "orders/paid") == 200)
            try await system.expect("delivered", of: order)
            #expect(try await system.money(of: order)?.captured == 2350)
            try await system.expectClean()
        }
    }

    private func platform(
        _ platform: WebhookSender.Platform, in system: WaybillSystem
    ) async throws -> WebhookSender {
        let secret = "hush-\(platform.rawValue)"
        let changed = try await system.ask(
            UpsertShop(
                channel: platform.rawValue, shop: "main", webhookSecrets: [secret],
                currency: Currency(rawValue: "EUR")), for: ShopChanged.self)
        #expect(changed.isOpen)
        guard let intake = system.services.first(where: { $0.name == ServiceName.intake.executable }) else {
            throw ServiceExecutable.Failed(description: "order-intake does not run")
        }
        return WebhookSender(platform: platform, shop: "main", secret: secret, port: intake.port)
    }
}

/// Bodies in the shape that the platforms send, as small as they can be.
private enum Payloads {
    static func shopify(id: Int, status: String, updatedAt: String = "2026-02-02T10:00:00Z") -> String {
        """
        {"id": \(id), "name": "#\(id)", "email": "ada@example.com", "created_at": "2026-02-02T10:00:00Z",
         "updated_at": "\(updatedAt)", "currency": "EUR", "financial_status": "\(status)",
         "fulfillment_status": null, "test": false, "taxes_included": true, "total_price": "23.50",
         "total_tax": "0.00", "payment_gateway_names": ["shopify_payments"],
         "line_items": [
           {"id": 11, "sku": "SKU-1", "title": "Article 1", "quantity": 1, "price": "10.00", "requires_shipping": true},
           {"id": 12, "sku": "SKU-2", "title": "Article 2", "quantity": 2, "price": "5.00", "requires_shipping": true}],
         "shipping_lines": [{"id": 21, "title": "Standard", "price": "3.50"}],
         "shipping_address": {"first_name": "Ada", "last_name": "Lovelace", "address1": "Example Street 1",
           "city": "Berlin", "zip": "10117", "country_code": "DE"}}
        """
    }

    static func wooCommerce(id: Int) -> String {
        """
        {"id": \(id), "number": "\(id)", "status": "processing", "currency": "EUR", "prices_include_tax": true,
         "date_created_gmt": "2026-02-02T10:00:00", "date_modified_gmt": "2026-02-02T10:00:00",
         "date_paid_gmt": "2026-02-02T10:00:00", "total": "24.00", "total_tax": "0.00", "shipping_total": "4.00",
         "discount_total": "0.00", "payment_method": "stripe", "transaction_id": "ch_1",
         "billing": {"first_name": "Ada", "last_name": "Lovelace", "address_1": "Example Street 1", "city": "Berlin",
           "postcode": "10117", "country": "DE", "email": "ada@example.com"},
         "shipping": {"first_name": "Ada", "last_name": "Lovelace", "address_1": "Example Street 1", "city": "Berlin",
           "postcode": "10117", "country": "DE"},
         "line_items": [{"id": 1, "name": "Article 1", "product_id": 93, "variation_id": 0, "quantity": 2,
           "subtotal": "20.00", "total": "20.00", "total_tax": "0.00", "sku": "SKU-1", "price": 10}],
         "shipping_lines": [{"id": 2, "method_title": "Flat rate", "total": "4.00", "total_tax": "0.00"}],
         "fee_lines": [], "coupon_lines": [], "refunds": []}
        """
    }
}
