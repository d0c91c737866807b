import Contracts
import OrderIntake
import Testing
import WireJSON

@Suite("An order of WooCommerce's")
struct WooCommerceMappingTests {
    private func order(_ changes: [String: String] = [:], line: [String: String] = [:]) throws -> Order {
        try ChannelFixtures.order("woocommerce", ChannelFixtures.woo(changes, line: line))
    }

    private func outcome(_ changes: [String: String] = [:], line: [String: String] = [:]) throws -> String {
        try ChannelFixtures.outcome("woocommerce", ChannelFixtures.woo(changes, line: line))
    }

    private let empty = #"{"first_name": "", "address_1": "", "city": "", "country": ""}"#

    @Test("becomes a canonical order, whose lines come to what the shop charged")
    func plain() throws {
        let order = try order()
        #expect(order.externalID == "963" && order.placedAt.rfc3339 == "2026-02-01T07:00:00Z")
        #expect(order.updatedAt?.rfc3339 == "2026-02-01T07:00:05Z")
        #expect(order.total == 1540 && order.tax == 140 && order.shipping == 400 && !order.taxesIncluded)
        // 10.00 over three units cannot be divided evenly: the discount takes the two cents.
        #expect(
            order.lines == [
                OrderLine(
                    id: "11", sku: "TEA-1", title: "Tea – black", quantity: 3, unitPrice: 334, discount: 2, tax: 100)
            ])
        #expect(order.customer == Customer(name: "Ada Lovelace", email: "a@example.com", phone: "+90 5"))
        #expect(order.payment.reference == "ch_1" && order.payment.amount == 1540)
        #expect(order.mismatches.isEmpty)
    }

    @Test(
        "goes on, waits or is recorded by its status",
        arguments: [
            ("processing", "proceed paid"), ("pending", "proceed unpaid"), ("on-hold", "proceed unpaid"),
            ("completed", "recorded fulfilled"), ("cancelled", "recorded cancelled"),
            ("refunded", "recorded refunded"), ("failed", "recorded payment_failed"), ("trash", "recorded cancelled"),
            ("checkout-draft", "recorded draft"), ("auto-draft", "recorded draft"),
            ("in-the-oven", "recorded custom_status"),
        ])
    func status(status: String, expected: String) throws {
        #expect(try outcome(["status": "\"\(status)\""]) == expected)
    }

    @Test("with cash on delivery goes on unpaid")
    func cashOnDelivery() throws {
        let order = try order(["payment_method": "\"cod\"", "date_paid_gmt": "null"])
        #expect(order.payment.method == .cashOnDelivery && order.payment.state == .unpaid)
    }

    @Test(
        "is identified by SKU, else by variation, else by product",
        arguments: [
            ("\"TEA-1\"", "23", "TEA-1"), ("123", "23", "123"), ("\"\"", "23", "woocommerce:23"),
            ("null", "0", "woocommerce:31"), ("", "0", "woocommerce:31"),
        ])
    func sku(sku: String, variation: String, expected: String) throws {
        #expect(try order(line: ["sku": sku, "variation_id": variation]).lines[0].sku == expected)
    }

    @Test("takes coupons, fees and gift cards into account")
    func charges() throws {
        let coupon = try order(["total": "\"11.40\""], line: ["total": "\"6.00\""])
        #expect(coupon.lines[0].discount == 402 && coupon.mismatches.isEmpty)
        let fees = #"[{"id": 1, "name": "COD", "total": "2.50"}, {"id": 2, "name": "Gift", "total": "-1.00"}]"#
        let charged = try order(["fee_lines": fees, "total": "\"16.90\""])
        #expect(charged.fees == 150 && charged.mismatches.isEmpty)
        let cards = #"[{"id": 2, "code": "A", "amount": 5}, {"id": 3, "code": "B", "amount": "0.40"}]"#
        let gift = try order(["gift_cards": cards, "total": "\"10.00\""])
        #expect(gift.fees == -540 && gift.mismatches.isEmpty)
    }

    @Test("is shipped to its shipping address, else to the buyer's; without goods to nobody")
    func addresses() throws {
        #expect(try order(["shipping": empty]).shippingAddress?.city == "Izmir")
        let digital = try order(["shipping": empty, "shipping_lines": "[]"])
        #expect(digital.shippingAddress == nil && !digital.lines[0].requiresShipping && digital.mismatches.isEmpty)
        #expect(try !order(["needs_processing": "false"]).lines[0].requiresShipping)
        let nowhere = try order(["shipping": empty, "billing": empty])
        #expect(nowhere.shippingAddress == nil && nowhere.mismatches.map(\.code) == ["no_shipping_address"])
    }

    @Test("that was refunded in part says what was paid back; in full, it is recorded")
    func refunds() throws {
        let order = try order(["refunds": #"[{"id": 1, "total": "-5.40"}]"#])
        #expect(order.payment.amount == 1540 && order.mismatches.map(\.code) == ["partially_refunded"])
        #expect(try outcome(["refunds": #"[{"id": 1, "total": "-15.40"}]"#]) == "recorded refunded")
    }

    @Test("that was refunded says of which lines where these are put in, and what cannot be read of them")
    func refundLines() throws {
        func refunds(_ line: String, _ status: String = "processing") throws -> [ChannelRefund] {
            let body = ChannelFixtures.woo([
                "status": "\"\(status)\"", "refunds": #"[{"id": 7, "total": "-5.00"\#(line)}]"#,
            ])
            return WooCommerceMapping().refunds(
                in: try JSONDocument(parsing: Array(body.utf8)).root,
                for: Shop(key: ShopKey(channel: "woocommerce", shop: "main")))
        }
        func line(_ quantity: String, _ meta: String = #"{"key": "_refunded_item_id", "value": "11"}"#) -> String {
            #", "line_items": [{"quantity": \#(quantity), "meta_data": [{"key": "x", "value": 1}, \#(meta)]}]"#
        }
        let known = try #require(try refunds(line("-2")).first)
        #expect(known.content.lines == [LineQuantity(lineID: "11", quantity: 2)] && known.content.amount == 500)
        #expect(!known.isSummary && !known.reducesContent)
        #expect(try refunds(line("0")).first?.content.lines == [])
        #expect(try refunds("").map(\.isSummary) == [true])
        #expect(try refunds("", "completed").map(\.isSummary) == [false])
        func outcome(_ line: String) throws -> String {
            try self.outcome(["refunds": #"[{"id": 7, "total": "-5.00"\#(line)}]"#])
        }
        #expect(try outcome(line("-1")) == "proceed paid")
        #expect(
            try outcome(line("-0.5")) == "unfit fractional_quantity $.refunds[0].line_items[0].quantity")
        #expect(try outcome(line("-1", "{}")) == "unfit missing $.refunds[0].line_items[0].meta_data")
    }

    @Test("that nobody can carry out says why")
    func unfit() throws {
        #expect(try outcome(line: ["quantity": "1.5"]) == "unfit fractional_quantity $.line_items[0].quantity")
        #expect(try outcome(line: ["quantity": "0"]) == "unfit out_of_range $.line_items[0].quantity")
        #expect(try outcome(["line_items": "[]"]) == "unfit no_lines $.line_items")
        #expect(
            try outcome(["id": "null", "currency": "", "date_created_gmt": "null"])
                == "unfit missing $.id, invalid_currency $.currency, missing $.date_created_gmt")
    }

    @Test("has the shop's local time only where UTC is missing")
    func localTime() throws {
        let order = try order(["date_created_gmt": "null", "date_created": "\"2026-02-01T10:00:00\""])
        #expect(order.placedAt.rfc3339 == "2026-02-01T10:00:00Z")
    }

    @Test("is pinged before with a form, not with an order")
    func ping() {
        let mapping = WooCommerceMapping()
        func isPing(_ body: String, _ type: String = "application/x-www-form-urlencoded") -> Bool {
            let request = WebhookRequest(body: Array(body.utf8)) { $0 == "Content-Type" ? type : nil }
            return mapping.describe(request)?.isPing ?? false
        }
        #expect(isPing("webhook_id=7"))
        #expect(isPing("webhook_id=7", "application/x-www-form-urlencoded; charset=UTF-8"))
        #expect(!isPing("webhook_id="))
        #expect(!isPing("webhook_id=7&x=1"))
        #expect(!isPing("webhook_id=7", "application/json"))
    }
}
