import Foundation
import TestSupport

/// What a platform's webhooks tell of one order, from its creation on.
struct ChannelHistory {
    struct Message {
        var topic: String
        var body: String
    }

    private(set) var messages: [Message] = []

    /// Three units at 10.00 and two at 5.00: paid at once or later, up to two units taken off, perhaps cancelled.
    static func shopify(id: Int, of room: Stockroom, random: inout SeededGenerator) -> ChannelHistory {
        var history = ChannelHistory()
        var left = [3, 2]
        let prices = [10, 5]
        var refunds: [String] = []
        var (isPaid, isCancelled) = (Bool.random(using: &random), false)
        var minute = 10
        func order() -> String {
            minute += 1
            let lines = [0, 1].map { line in
                """
                {"id": \(id)\(line), "sku": "\(room.sku(line + 1))", "title": "Article", "quantity": \(3 - line),
                 "current_quantity": \(left[line]), "price": "\(prices[line]).00", "requires_shipping": true,
                 "discount_allocations": [], "tax_lines": []}
                """
            }
            return """
                {"id": \(id), "name": "#S\(id)", "email": "s\(id)@example.com", "created_at": "2026-02-02T10:00:00Z",
                 "updated_at": "2026-02-02T10:\(minute):00Z", "currency": "EUR", "test": false, "taxes_included": true,
                 "financial_status": "\(isPaid ? "paid" : "pending")", "fulfillment_status": null,
                 "cancelled_at": \(isCancelled ? "\"2026-02-02T10:50:00Z\"" : "null"), "total_price": "40.00",
                 "current_total_price": "\(left[0] * 10 + left[1] * 5).00", "total_tax": "0.00",
                 "current_total_tax": "0.00", "payment_gateway_names": ["shopify_payments"], "shipping_lines": [],
                 "refunds": [\(refunds.joined(separator: ","))], "line_items": [\(lines.joined(separator: ","))],
                 "shipping_address": {"first_name": "Ada", "last_name": "Lovelace", "address1": "Street \(id)",
                   "city": "Berlin", "zip": "10117", "country_code": "DE"}}
                """
        }
        history.add("orders/create", order())
        if !isPaid {
            isPaid = true
            history.add("orders/paid", order())
        }
        for line in 0..<Int.random(in: 0...2, using: &random) {
            left[line] -= 1
            let refund = """
                {"id": \(id)9\(line), "order_id": \(id),
                 "refund_line_items": [{"line_item_id": \(id)\(line), "quantity": 1, "restock_type": "cancel"}],
                 "transactions": [{"kind": "refund", "status": "success", "amount": "\(prices[line]).00",
                   "currency": "EUR"}]}
                """
            refunds.append(refund)
            history.add("refunds/create", refund)
            history.add("orders/updated", order())
        }
        if Int.random(in: 0..<3, using: &random) == 0 {
            isCancelled = true
            history.add("orders/cancelled", order())
            history.add("orders/updated", order())
        }
        return history
    }

    /// Two units for 20.00 and 4.00 for shipping: perhaps unpaid at first, perhaps with a refund, perhaps cancelled.
    static func wooCommerce(id: Int, of room: Stockroom, random: inout SeededGenerator) -> ChannelHistory {
        var history = ChannelHistory()
        var refunds: [String] = []
        var minute = 10
        func order(_ status: String) -> String {
            minute += 1
            let address = """
                {"first_name": "Ada", "last_name": "Lovelace", "address_1": "Street \(id)", "city": "Berlin",
                 "postcode": "10117", "country": "DE", "email": "w\(id)@example.com"}
                """
            return """
                {"id": \(id), "number": "W\(id)", "status": "\(status)", "currency": "EUR", "prices_include_tax": true,
                 "date_created_gmt": "2026-02-02T10:00:00", "date_modified_gmt": "2026-02-02T10:\(minute):00",
                 "date_paid_gmt": \(status == "pending" ? "null" : "\"2026-02-02T10:00:00\""), "total": "24.00",
                 "total_tax": "0.00", "shipping_total": "4.00", "discount_total": "0.00", "payment_method": "stripe",
                 "transaction_id": "ch_\(id)", "billing": \(address), "shipping": \(address),
                 "line_items": [{"id": 1, "name": "Article", "product_id": 93, "variation_id": 0, "quantity": 2,
                   "subtotal": "20.00", "total": "20.00", "total_tax": "0.00", "sku": "\(room.sku(1))", "price": 10}],
                 "shipping_lines": [{"id": 2, "method_title": "Flat rate", "total": "4.00", "total_tax": "0.00"}],
                 "fee_lines": [], "coupon_lines": [], "refunds": [\(refunds.joined(separator: ","))]}
                """
        }
        history.add("order.created", order(Bool.random(using: &random) ? "pending" : "processing"))
        history.add("order.updated", order("processing"))
        for number in 0..<Int.random(in: 0...2, using: &random) {
            refunds.append(#"{"id": \#(id)7\#(number), "total": "-1.50"}"#)
            history.add("order.updated", order("processing"))
        }
        if Int.random(in: 0..<3, using: &random) == 0 { history.add("order.updated", order("cancelled")) }
        return history
    }

    /// The same in another order, some of it more than once.
    func shuffled(using random: inout SeededGenerator) -> [Message] {
        let again = (0..<Int.random(in: 0...2, using: &random)).compactMap { _ in messages.randomElement(using: &random)
        }
        return (messages + again).shuffled(using: &random)
    }

    private mutating func add(_ topic: String, _ body: String) {
        messages.append(Message(topic: topic, body: body))
    }
}
