/// The columns of an order file, as `waybill import --help` and the README list them.
enum CSVOrderColumns {
    static let order = [
        "external_id", "number", "kind", "placed_at", "updated_at", "currency", "taxes_included", "shipping",
        "discount",
        "fees", "tax", "total", "note",
    ]
    static let customer = ["customer_id", "customer_name", "customer_email", "customer_phone", "customer_language"]
    static let address = [
        "ship_name", "ship_company", "ship_line1", "ship_line2", "ship_city", "ship_region", "ship_postcode",
        "ship_country", "ship_phone", "ship_latitude", "ship_longitude",
    ]
    static let payment = ["payment_method", "payment_state", "payment_token", "payment_reference"]
    static let line = [
        "line_id", "sku", "title", "quantity", "unit_price", "line_discount", "line_tax", "requires_shipping",
    ]

    static let all = order + customer + address + payment + line

    static let help = """
        CSV: a header line, then one order line a row; the rows of an order stand together, and what is the order's own \
        is read from its first row. Amounts are decimals (19.95), times RFC 3339, coordinates degrees.
          order     \(order.joined(separator: ", "))
          customer  \(customer.joined(separator: ", "))
          address   \(address.joined(separator: ", "))
          payment   \(payment.joined(separator: ", "))
          line      \(line.joined(separator: ", "))
        Required are external_id, placed_at, currency, total, payment_method, payment_state and, for a line, sku, \
        quantity and unit_price. A row with none of these three is an order without lines.
        JSON Lines: one canonical order a line.
        """
}
