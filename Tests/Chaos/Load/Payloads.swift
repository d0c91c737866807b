import Contracts

/// Bodies in the shape that the platforms send, as small as they can be.
enum Payloads {
    /// - Parameter isCancelled: told an hour after the order.
    static func shopify(_ order: Order, isCancelled: Bool = false) -> String {
        let lines = order.lines.map { line in
            """
            {"id": \(line.id), "sku": "\(line.sku)", "title": "\(line.sku)", "quantity": \(line.quantity), \
            "price": "\(decimal(line.unitPrice))", "requires_shipping": true}
            """
        }
        return """
            {"id": \(order.externalID), "name": "\(order.number)", "email": "\(order.customer.email ?? "")",
             "created_at": "2026-02-02T10:00:00Z",
             "updated_at": "2026-02-02T1\(isCancelled ? 1 : 0):00:00Z", "currency": "EUR",
             "cancelled_at": \(isCancelled ? "\"2026-02-02T11:00:00Z\"" : "null"),
             "cancel_reason": \(isCancelled ? "\"customer\"" : "null"),
             "financial_status": "\(order.payment.state == .paid ? "paid" : "authorized")",
             "fulfillment_status": null, "test": false, "taxes_included": true,
             "total_price": "\(decimal(order.total))", "total_tax": "0.00",
             "payment_gateway_names": ["shopify_payments"], "line_items": [\(lines.joined(separator: ", "))],
             "shipping_lines": [{"id": 21, "title": "Standard", "price": "\(decimal(order.shipping))"}],
             "shipping_address": {"first_name": "Ada", "last_name": "Lovelace",
               "address1": "\(order.shippingAddress?.line1 ?? "")", "city": "Berlin", "zip": "10117",
               "country_code": "DE"}}
            """
    }

    static func wooCommerce(_ order: Order) -> String {
        let lines = order.lines.map { line in
            let sum = decimal(line.unitPrice * Int64(line.quantity))
            return """
                {"id": \(line.id), "name": "\(line.sku)", "product_id": 93, "variation_id": 0, \
                "quantity": \(line.quantity), "subtotal": "\(sum)", "total": "\(sum)", "total_tax": "0.00", \
                "sku": "\(line.sku)", "price": \(decimal(line.unitPrice))}
                """
        }
        let person = """
            "first_name": "Ada", "last_name": "Lovelace", "address_1": "\(order.shippingAddress?.line1 ?? "")", \
            "city": "Berlin", "postcode": "10117", "country": "DE"
            """
        return """
            {"id": \(order.externalID), "number": "\(order.externalID)", "status": "processing", "currency": "EUR",
             "prices_include_tax": true, "date_created_gmt": "2026-02-02T10:00:00",
             "date_modified_gmt": "2026-02-02T10:00:00", "date_paid_gmt": "2026-02-02T10:00:00",
             "total": "\(decimal(order.total))", "total_tax": "0.00", "shipping_total": "\(decimal(order.shipping))",
             "discount_total": "0.00", "payment_method": "stripe", "transaction_id": "ch_\(order.externalID)",
             "billing": {\(person), "email": "\(order.customer.email ?? "")"}, "shipping": {\(person)},
             "line_items": [\(lines.joined(separator: ", "))],
             "shipping_lines": [{"id": 2, "method_title": "Flat rate", "total": "\(decimal(order.shipping))",
               "total_tax": "0.00"}],
             "fee_lines": [], "coupon_lines": [], "refunds": []}
            """
    }

    private static func decimal(_ cents: Int64) -> String {
        "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
    }
}
