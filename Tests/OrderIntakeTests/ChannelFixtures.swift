import Contracts
import FoundationEssentials
import OrderIntake
import Testing
import WireJSON

/// Payloads of our own making, in the shapes that the storefronts send.
enum ChannelFixtures {
    static func shop(_ channel: String, paymentMethod: PaymentMethod? = nil) -> Shop {
        Shop(key: ShopKey(channel: channel, shop: "main"), paymentMethod: paymentMethod)
    }

    /// A Shopify order: two units at 12.50, five per cent off the first line, shipping 4.90.
    static func shopify(_ changes: [String: String] = [:], line: [String: String] = [:]) -> String {
        var item = [
            "id": "11", "variant_id": "21", "product_id": "31", "title": "\"Çay\"", "sku": "\"TEA-1\"", "quantity": "2",
            "current_quantity": "2", "price": "\"12.50\"", "total_discount": "\"0.00\"", "requires_shipping": "true",
            "discount_allocations": #"[{"amount": "1.25"}]"#, "tax_lines": #"[{"price": "1.90"}]"#,
        ]
        item.merge(line) { $1 }
        var order = [
            "id": "820982911946154508", "name": "\"#1001\"", "order_number": "1001", "currency": "\"EUR\"",
            "created_at": "\"2026-02-01T10:00:00+03:00\"", "updated_at": "\"2026-02-01T10:00:05+03:00\"",
            "financial_status": "\"paid\"", "fulfillment_status": "null", "cancelled_at": "null", "test": "false",
            "taxes_included": "true", "total_price": "\"28.65\"", "current_total_price": "\"28.65\"",
            "total_tax": "\"1.90\"", "current_total_tax": "\"1.90\"", "email": "\"a@example.com\"",
            "customer": #"{"id": 5, "first_name": "Ada", "last_name": "Lovelace"}"#,
            "shipping_address": #"{"address1": "Street 1", "city": "Izmir", "zip": "35000", "country_code": "TR"}"#,
            "shipping_lines": #"[{"price": "4.90", "discounted_price": "4.90"}]"#, "line_items": "[\(object(item))]",
        ]
        order.merge(changes) { $1 }
        return object(order)
    }

    /// A WooCommerce order: three units for 10.00, shipping 4.00, tax 1.40.
    static func woo(_ changes: [String: String] = [:], line: [String: String] = [:]) -> String {
        var item = [
            "id": "11", "name": "\"Tea &ndash; black\"", "product_id": "31", "variation_id": "0", "sku": "\"TEA-1\"",
            "quantity": "3", "subtotal": "\"10.00\"", "total": "\"10.00\"", "total_tax": "\"1.00\"",
            "price": "3.3333333333333335",
        ]
        item.merge(line) { $1 }
        var order = [
            "id": "963", "number": "\"963\"", "status": "\"processing\"", "currency": "\"EUR\"",
            "date_created_gmt": "\"2026-02-01T07:00:00\"", "date_modified_gmt": "\"2026-02-01T07:00:05\"",
            "total": "\"15.40\"", "total_tax": "\"1.40\"", "shipping_total": "\"4.00\"", "customer_id": "0",
            "customer_note": "\"\"", "payment_method": "\"stripe\"", "transaction_id": "\"ch_1\"",
            "date_paid_gmt": "\"2026-02-01T07:00:04\"", "billing": address, "shipping": address,
            "shipping_lines": #"[{"id": 1, "total": "4.00"}]"#, "fee_lines": "[]", "refunds": "[]",
            "line_items": "[\(object(item))]",
        ]
        order.merge(changes) { $1 }
        return object(order)
    }

    private static let address = """
        {"first_name": "Ada", "last_name": "Lovelace", "address_1": "Street 1", "city": "Izmir", "country": "TR",
         "postcode": "35000", "email": "a@example.com", "phone": "+90 5"}
        """

    /// Members whose value is empty are left out.
    static func object(_ members: [String: String]) -> String {
        let written = members.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map {
            "\"\($0.key)\": \($0.value)"
        }
        return "{\(written.joined(separator: ", "))}"
    }

    static func map(_ channel: String, _ body: String, for shop: Shop? = nil) throws -> MappedOrder {
        let mapping = try #require(ChannelDirectory.mapping(of: channel))
        let orders = mapping.orders(in: try JSONDocument(parsing: Array(body.utf8)).root)
        return mapping.map(try #require(orders.first), for: shop ?? self.shop(channel))
    }

    static func order(_ channel: String, _ body: String, for shop: Shop? = nil) throws -> Order {
        switch try map(channel, body, for: shop) {
        case .order(let order, _): return order
        case .unfit(let reasons):
            Issue.record("unfit: \(reasons.map { "\($0.code) \($0.path ?? "")" })")
            throw CancellationError()
        }
    }

    /// `proceed unpaid`, `recorded test`, or `unfit` with codes and paths.
    static func outcome(_ channel: String, _ body: String) throws -> String {
        switch try map(channel, body) {
        case .order(let order, .proceed): "proceed \(order.payment.state.rawValue)"
        case .order(_, .recorded(let reason)): "recorded \(reason.rawValue)"
        case .unfit(let reasons): "unfit " + reasons.map { "\($0.code) \($0.path ?? "")" }.joined(separator: ", ")
        }
    }
}
