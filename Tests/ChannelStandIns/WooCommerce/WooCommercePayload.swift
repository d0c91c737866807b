import Contracts
import WireJSON

/// WooCommerce's resources.
struct WooCommercePayload {
    let dialect: WooCommerceDialect

    static func status(of order: MarketOrder) -> String {
        if order.status == "trash" { return "trash" }
        if order.isCancelled { return "cancelled" }
        if order.isGivenBack { return "refunded" }
        if let status = order.status { return status }
        return order.isPaid ? "processing" : "pending"
    }

    /// Without a zone: the shop's clock, or UTC.
    private func time(_ milliseconds: Int64, local: Bool) -> JSONValue {
        let seconds = milliseconds / 1000 + (local ? dialect.offset * 3600 : 0)
        return .string(Timestamp(microseconds: seconds * 1_000_000).rfc3339.replacing("Z", with: ""))
    }

    func order(_ order: MarketOrder) -> JSONValue {
        let address: JSONValue = [
            "first_name": "Ada", "last_name": "Lovelace", "company": "", "address_1": .string("Street \(order.id)"),
            "address_2": "", "city": "Berlin", "state": "", "postcode": "10117", "country": "DE", "phone": "",
        ]
        let email: JSONValue = .string("w\(order.id)@example.com")
        return [
            "id": .id(order.id), "parent_id": 0, "number": .string(order.number), "order_key": "wc_order_x",
            "status": .string(Self.status(of: order)), "currency": "EUR", "prices_include_tax": true,
            "date_created": time(order.placedAt, local: true), "date_created_gmt": time(order.placedAt, local: false),
            "date_modified": time(order.updatedAt, local: true),
            "date_modified_gmt": time(order.updatedAt, local: false),
            "date_paid": order.isPaid ? time(order.placedAt, local: true) : nil,
            "date_paid_gmt": order.isPaid ? time(order.placedAt, local: false) : nil,
            "total": .money(order.originalTotal), "total_tax": "0.00", "shipping_total": .money(order.shipping),
            "shipping_tax": "0.00", "discount_total": "0.00", "customer_id": 0, "customer_note": "",
            "payment_method": "stripe", "transaction_id": order.isPaid ? .string("ch_\(order.id)") : "",
            "billing": address.with([("email", email)]), "shipping": address,
            "line_items": .array(order.lines.map { line($0) }),
            "shipping_lines": [["id": 1, "method_title": "Flat rate", "total": .money(order.shipping)]],
            "fee_lines": [], "coupon_lines": [], "meta_data": [],
            "refunds": .array(
                order.refunds.map { ["id": .id($0.id), "reason": .string($0.note ?? ""), "total": .money(-$0.amount)] }),
        ]
    }

    private func line(_ line: MarketLine) -> JSONValue {
        let total = line.unitPrice * Int64(line.ordered)
        return [
            "id": .id(line.id), "name": "Tea &ndash; black", "product_id": 93, "variation_id": 0,
            "quantity": .int(line.ordered), "subtotal": .money(total), "total": .money(total), "total_tax": "0.00",
            "sku": .string(line.sku),
            // A float, next to amounts that are text.
            "price": .number(text: "\(Double(line.unitPrice) / 100)"), "meta_data": [],
        ]
    }

    /// Its lines are its own, with ids of their own and less than nothing of each article.
    func refund(_ refund: MarketRefund, of order: MarketOrder) -> JSONValue {
        let units = refund.units.merging(refund.sent) { $0 + $1 }
        let lines: [JSONValue] = units.sorted { $0.key < $1.key }.map { id, units in
            [
                "id": .id("8\(id)"), "name": "Tea &ndash; black", "product_id": 93, "variation_id": 0,
                "quantity": .int(-units), "sku": .text(order.line(id)?.sku),
                "total": .money(-(order.line(id)?.unitPrice ?? 0) * Int64(units)), "total_tax": "0.00",
                "meta_data": [["id": 1, "key": "_refunded_item_id", "value": .string(id)]],
            ]
        }
        return [
            "id": .id(refund.id), "date_created_gmt": time(refund.at, local: false), "amount": .money(refund.amount),
            "reason": .string(refund.note ?? ""), "refunded_payment": false, "line_items": .array(lines),
        ]
    }

    func tracking(_ shipment: Shipment) -> JSONValue {
        [
            "tracking_id": .string(shipment.id), "tracking_provider": .text(shipment.carrier),
            "tracking_number": .string(shipment.trackingNumber), "tracking_link": .text(shipment.url),
            "date_shipped": "2026-02-02",
        ]
    }

    func product(_ article: Article) -> JSONValue {
        [
            "id": .id(article.id), "sku": .string(article.sku), "name": "Article", "type": "simple", "parent_id": 0,
            "manage_stock": true, "stock_quantity": .int(article.stock),
            "stock_status": article.stock > 0 ? "instock" : "outofstock", "variations": [],
        ]
    }
}
