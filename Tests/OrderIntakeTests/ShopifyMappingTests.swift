import Contracts
import OrderIntake
import Testing

@Suite("An order of Shopify's")
struct ShopifyMappingTests {
    private func order(
        _ changes: [String: String] = [:], line: [String: String] = [:], for shop: Shop? = nil
    ) throws -> Order {
        try ChannelFixtures.order("shopify", ChannelFixtures.shopify(changes, line: line), for: shop)
    }

    private func outcome(_ changes: [String: String] = [:], line: [String: String] = [:]) throws -> String {
        try ChannelFixtures.outcome("shopify", ChannelFixtures.shopify(changes, line: line))
    }

    @Test("becomes a canonical order")
    func plain() throws {
        let order = try order()
        #expect(order.externalID == "820982911946154508" && order.number == "#1001")
        #expect(order.placedAt.rfc3339 == "2026-02-01T07:00:00Z" && order.updatedAt?.rfc3339 == "2026-02-01T07:00:05Z")
        #expect(order.total == 2865 && order.shipping == 490 && order.tax == 190 && order.taxesIncluded)
        #expect(
            order.lines == [
                OrderLine(
                    id: "11", sku: "TEA-1", title: "Çay", quantity: 2, unitPrice: 1250, discount: 125, tax: 190)
            ])
        #expect(order.customer.name == "Ada Lovelace" && order.shippingAddress?.country == "TR")
        #expect(order.payment.state == .paid && order.payment.amount == 2865)
        #expect(order.mismatches.isEmpty)
    }

    @Test(
        "of a company on terms goes on unpaid and is invoiced, with the company's own number",
        arguments: [
            (#"{"payment_terms_type": "net", "due_in_days": 30}"#, "\"pending\"", PaymentMethod.invoice),
            (#"{"payment_terms_type": "FULFILLMENT"}"#, "\"pending\"", .invoice),
            (#"{"payment_terms_name": "Net 7", "due_in_days": 7}"#, "\"partially_paid\"", .invoice),
            (#"{"payment_terms_type": "receipt", "due_in_days": 0}"#, "\"pending\"", .marketplace),
            (#"{"payment_terms_type": "net", "due_in_days": 30}"#, "\"paid\"", .marketplace),
            ("null", "\"pending\"", .marketplace),
        ])
    func terms(terms: String, status: String, method: PaymentMethod) throws {
        let order = try order(["payment_terms": terms, "financial_status": status, "po_number": "\"PO 7/12\""])
        #expect(order.payment.method == method && order.kind == (method == .invoice ? .b2b : .standard))
        #expect(order.tags.last == "po-number:PO 7/12")
    }

    @Test(
        "is identified by SKU, else by variant, else by product, else by line",
        arguments: [
            ("\"TEA-1\"", "21", "TEA-1"), ("123", "21", "123"), ("null", "21", "shopify:21"),
            ("\"\"", "\"21\"", "shopify:21"), ("\"  \"", "21", "shopify:21"), ("", "21", "shopify:21"),
            ("null", "null", "shopify:product-31"),
        ])
    func sku(sku: String, variant: String, expected: String) throws {
        #expect(try order(line: ["sku": sku, "variant_id": variant]).lines[0].sku == expected)
        let custom = try order(line: ["sku": "null", "variant_id": "null", "product_id": "null"])
        #expect(custom.lines[0].sku == "shopify:line-11")
    }

    @Test(
        "goes on, waits or is recorded by the state of its money",
        arguments: [
            ("\"paid\"", "proceed paid"), ("\"authorized\"", "proceed authorised"), ("\"pending\"", "proceed unpaid"),
            ("null", "proceed unpaid"), ("\"partially_paid\"", "proceed unpaid"),
            ("\"partially_refunded\"", "proceed paid"), ("\"refunded\"", "recorded refunded"),
            ("\"voided\"", "recorded voided"), ("\"expired\"", "recorded payment_expired"),
            ("\"lost\"", "unfit unknown_payment_state $.financial_status"),
        ])
    func financialStatus(status: String, expected: String) throws {
        #expect(try outcome(["financial_status": status]) == expected)
    }

    @Test("that is a test, cancelled or already shipped is recorded")
    func recorded() throws {
        #expect(try outcome(["test": "true"]) == "recorded test")
        #expect(try outcome(["payment_gateway_names": #"["bogus"]"#]) == "recorded test")
        #expect(try outcome(["cancelled_at": "\"2026-02-01T10:00:05+03:00\""]) == "recorded cancelled")
        #expect(try outcome(["fulfillment_status": "\"fulfilled\""]) == "recorded fulfilled")
        #expect(try outcome(["fulfillment_status": "\"partial\""]) == "recorded partially_fulfilled")
    }

    @Test("counts only what refunds and edits left on it, to the minor unit")
    func reduced() throws {
        let changes = ["current_total_price": "\"16.78\"", "current_total_tax": "\"0.95\""]
        let order = try order(changes, line: ["current_quantity": "1"])
        // 1.25 and 1.90 are split over the two units by largest remainder.
        #expect(order.lines[0].quantity == 1 && order.lines[0].discount == 63 && order.lines[0].tax == 95)
        #expect(order.total == 1678 && order.tax == 95)
        #expect(order.mismatches.map(\.code) == ["total_mismatch"], "12.50 - 0.63 + 4.90 is 16.77")
        #expect(try outcome(line: ["current_quantity": "0"]) == "recorded refunded")
    }

    @Test("takes its discount from the allocations, in older versions from the line")
    func discounts() throws {
        let several = #"[{"amount": "0.62"}, {"amount": 0.63}]"#
        #expect(try order(line: ["discount_allocations": several, "total_discount": "\"9\""]).lines[0].discount == 125)
        #expect(try order(line: ["discount_allocations": "", "total_discount": "\"1.25\""]).lines[0].discount == 125)
        let shipping = #"[{"price": "5.90", "discount_allocations": [{"amount": "1.00"}]}]"#
        #expect(try order(["shipping_lines": shipping]).shipping == 490)
    }

    @Test("whose figures do not add up is taken, and says so")
    func mismatch() throws {
        let order = try order(["total_price": "\"99.00\"", "current_total_price": "\"99.00\""])
        #expect(order.total == 9900)
        #expect(order.mismatches.map { "\($0.code) \($0.path ?? "")" } == ["total_mismatch $.total_price"])
    }

    @Test("may have a tip, duties and rounding in its total")
    func fees() throws {
        let tip = try order(["total_price": "\"30.65\"", "total_tip_received": "\"2.00\""])
        #expect(tip.fees == 200 && tip.mismatches.isEmpty)
        let duties = #"{"shop_money": {"amount": "3.00", "currency_code": "EUR"}}"#
        let abroad = try order(["total_price": "\"31.65\"", "original_total_duties_set": duties])
        #expect(abroad.fees == 300 && abroad.mismatches.isEmpty)
    }

    @Test("without an address is taken, and says so when something is to be shipped")
    func noAddress() throws {
        #expect(try order(["shipping_address": "null"]).mismatches.map(\.code) == ["no_shipping_address"])
        let digital = try order(["shipping_address": "null"], line: ["requires_shipping": "false"])
        #expect(digital.mismatches.isEmpty && !digital.lines[0].requiresShipping)
        let card = try order(line: ["requires_shipping": "", "gift_card": "true"])
        #expect(!card.lines[0].requiresShipping)
    }

    @Test(
        "that nobody can carry out says why",
        arguments: [
            ("quantity", "1.5", "unfit fractional_quantity $.line_items[0].quantity"),
            ("quantity", "\"two\"", "unfit wrong_type $.line_items[0].quantity"),
            ("price", "\"a lot\"", "unfit invalid_value $.line_items[0].price"),
            ("price", "", "unfit missing $.line_items[0].price"),
            ("price", "\"99999999999999\"", "unfit out_of_range $.line_items[0].price"),
        ])
    func unfit(key: String, value: String, expected: String) throws {
        #expect(try outcome(line: [key: value]).hasPrefix(expected))
    }

    @Test("lists everything that it lacks")
    func partialPayload() throws {
        let outcome = try outcome(["id": "", "currency": "\"euro\"", "created_at": ""])
        #expect(outcome == "unfit missing $.id, invalid_currency $.currency, missing $.created_at")
        #expect(try self.outcome(["line_items": "[]"]) == "unfit no_lines $.line_items")
    }

    @Test("is paid for as the gateway says, else as the shop is set up")
    func method() throws {
        #expect(try order().payment.method == .marketplace)
        let cash = #"["Cash on Delivery (COD)"]"#
        let order = try order(["payment_gateway_names": cash, "financial_status": "\"pending\""])
        #expect(order.payment.method == .cashOnDelivery && order.payment.state == .unpaid)
        let shop = ChannelFixtures.shop("shopify", paymentMethod: .card)
        #expect(try self.order(for: shop).payment.method == .card)
    }

    @Test("loses a card number that somebody wrote into it, and says so")
    func cardNumber() throws {
        let order = try order(["note": "\"my card 4111 1111 1111 1111\""])
        #expect(order.note == "my card [card number removed]")
        #expect(order.mismatches.map { "\($0.code) \($0.path ?? "")" } == ["card_number $.note"])
    }

    @Test("keeps amounts of any currency in its own minor units")
    func currencies() throws {
        let yen = [
            "currency": "\"JPY\"", "total_price": "\"505\"", "current_total_price": "\"505\"", "total_tax": "\"0\"",
            "shipping_lines": "[]",
        ]
        let line = ["price": "\"252.5\"", "discount_allocations": "[]", "tax_lines": "[]"]
        let order = try order(yen, line: line)
        #expect(order.lines[0].unitPrice == 253 && order.total == 505)
        #expect(order.mismatches.map(\.code) == ["total_mismatch"])
    }

    @Test("is found bare, wrapped or in a list; drafts, refunds and fulfilments are none")
    func wrapped() throws {
        let body = ChannelFixtures.shopify()
        #expect(try ChannelFixtures.order("shopify", #"{"order": \#(body)}"#).total == 2865)
        #expect(try ChannelFixtures.order("shopify", #"{"orders": [\#(body)]}"#).total == 2865)
    }
}
