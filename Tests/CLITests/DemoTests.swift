import Contracts
import Testing
import WireJSON

@testable import WaybillCLI

@Suite("Demo")
struct DemoTests {
    @Test("the signature is HMAC-SHA256 in base64 (RFC 4231, case 2)")
    func signature() {
        let signature = DemoWebhooks.signature(of: Array("what do ya want for nothing?".utf8), secret: "Jefe")
        #expect(signature == "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=")
    }

    @Test("the orders over the queue add up, and their articles lie where somebody sends them by himself")
    func orders() {
        let orderable = Set(DemoCatalogue.orderableGoods.map(\.sku))
        for order in DemoOrders.overQueue(run: "1", now: Timestamp(seconds: 1_700_000_000)) {
            let lines = order.lines.reduce(0) { $0 + $1.unitPrice * Int64($1.quantity) }
            #expect(order.total == lines + order.shipping)
            #expect(order.lines.allSatisfy { orderable.contains($0.sku) })
        }
    }

    @Test("two runs share no order and no address, which the fraud rules would take for one buyer")
    func runs() {
        let now = Timestamp(seconds: 1_700_000_000)
        let first = DemoOrders.overQueue(run: "1", now: now)
        let second = DemoOrders.overQueue(run: "2", now: now)
        #expect(Set(first.map(\.externalID)).isDisjoint(with: second.map(\.externalID)))
        let streets = [first, second].map { orders in orders.compactMap { $0.shippingAddress?.line1 } }
        #expect(streets[0].count == 4)
        #expect(Set(streets[0]).isDisjoint(with: streets[1]))
    }

    @Test("barcodes have the check digit of EAN-13")
    func barcodes() {
        for index in DemoCatalogue.goods.indices {
            let digits = DemoCatalogue.barcode(index).compactMap(\.wholeNumberValue)
            #expect(digits.count == 13)
            #expect(digits.enumerated().reduce(0) { $0 + ($1.offset % 2 == 0 ? 1 : 3) * $1.element } % 10 == 0)
        }
    }

    @Test("webhook bodies are JSON")
    func webhooks() throws {
        let shop = try #require(Storefront(channel: "shopify", shop: "demo"))
        let now = Timestamp(seconds: 1_700_000_000)
        let bodies = [
            DemoWebhooks.shopify(shop, id: 42, secret: "s", now: now).body,
            DemoWebhooks.wooCommerce(shop, id: 42, secret: "s", now: now).body,
        ]
        for body in bodies { #expect(try JSONDocument(parsing: body).root["id"]?.int == 42) }
    }

    @Test("the Message-ID is found in the head of an e-mail, not in its body")
    func messageID() {
        #expect(MailFolder.messageID(in: Array("Subject: x\r\nMessage-ID: <a@b>\r\n\r\nbody".utf8)) == "<a@b>")
        #expect(MailFolder.messageID(in: Array("Subject: x\n\nMessage-ID: <a@b>".utf8)) == nil)
    }
}
