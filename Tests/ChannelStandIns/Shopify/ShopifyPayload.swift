import Contracts
import WireJSON

/// Shopify's REST resources, which its webhooks deliver too.
struct ShopifyPayload {
    let dialect: ShopifyDialect

    /// With the shop's offset, by the second.
    static func time(_ milliseconds: Int64) -> JSONValue {
        let local = Timestamp(microseconds: (milliseconds / 1000 + 3 * 3600) * 1_000_000)
        return .string(local.rfc3339.replacing("Z", with: "+03:00"))
    }

    func order(_ order: MarketOrder) -> JSONValue {
        let alone = order.refunds.filter { $0.units.isEmpty }.reduce(Int64(0)) { $0 + $1.amount }
        let current = order.isCancelled ? 0 : order.total - alone
        let customer: JSONValue = ["id": .id("5\(order.id.suffix(6))"), "first_name": "Ada", "last_name": "Lovelace"]
        return [
            "id": .id(order.id), "admin_graphql_api_id": .string("gid://shopify/Order/\(order.id)"),
            "name": .string(order.number), "order_number": .id(String(order.number.dropFirst())), "test": false,
            "email": .string("s\(order.number.dropFirst())@example.com"), "created_at": Self.time(order.placedAt),
            "updated_at": Self.time(order.updatedAt), "source_name": "web", "tags": "", "note": nil,
            "cancelled_at": order.isCancelled ? Self.time(order.updatedAt) : nil,
            "cancel_reason": order.isCancelled ? "customer" : nil, "currency": "EUR", "presentment_currency": "EUR",
            "financial_status": .string(financialStatus(order, refunded: alone)),
            "fulfillment_status": order.shipped == 0 ? nil : order.isShipped ? "fulfilled" : "partial",
            "taxes_included": true, "total_price": .money(order.originalTotal), "current_total_price": .money(current),
            "current_shipping_price_set": [
                "shop_money": ["amount": .money(order.isCancelled ? 0 : order.shipping), "currency_code": "EUR"]
            ], "total_tax": "0.00", "current_total_tax": "0.00", "payment_gateway_names": ["shopify_payments"],
            "total_outstanding": .money(order.isPaid || order.isCancelled ? 0 : order.total), "customer": customer,
            "shipping_address": address(order), "billing_address": address(order),
            "shipping_lines": order.shipping == 0
                ? []
                : [
                    [
                        "id": 1, "title": "Standard", "price": .money(order.shipping),
                        "discounted_price": .money(order.shipping),
                    ]
                ],
            "line_items": .array(order.lines.map { line($0, of: order) }),
            "refunds": .array(order.refunds.map { refund($0, of: order) }),
            "fulfillments": .array(order.shipments.map { fulfillment($0, of: order) }),
        ]
    }

    private func financialStatus(_ order: MarketOrder, refunded: Int64) -> String {
        if order.isCancelled { return order.isPaid ? "refunded" : "voided" }
        guard order.isPaid else { return "pending" }
        if order.isGivenBack { return "refunded" }
        return order.refunds.isEmpty ? "paid" : "partially_refunded"
    }

    private func address(_ order: MarketOrder) -> JSONValue {
        [
            "first_name": "Ada", "last_name": "Lovelace", "name": "Ada Lovelace",
            "address1": .string("Street \(order.number.dropFirst())"), "address2": nil, "city": "Berlin",
            "zip": "10117", "province": nil, "country": "Germany", "country_code": "DE", "phone": nil,
        ]
    }

    private func line(_ line: MarketLine, of order: MarketOrder) -> JSONValue {
        [
            "id": .id(line.id), "variant_id": .id("31\(line.id)"), "product_id": 31, "title": "Article",
            "sku": .string(line.sku), "quantity": .int(line.ordered),
            "current_quantity": .int(order.isCancelled ? 0 : line.wanted),
            "fulfillable_quantity": .int(order.isCancelled ? 0 : line.unshipped), "price": .money(line.unitPrice),
            "total_discount": "0.00", "discount_allocations": [], "tax_lines": [], "requires_shipping": true,
            "grams": 200, "gift_card": false, "properties": [],
        ]
    }

    func refund(_ refund: MarketRefund, of order: MarketOrder) -> JSONValue {
        let all = refund.units.merging(refund.sent) { $0 + $1 }
        let lines: [JSONValue] = all.sorted { $0.key < $1.key }.map { line, units in
            [
                "id": .id("8\(refund.id)"), "line_item_id": .id(line), "quantity": .int(units),
                "restock_type": refund.sent.isEmpty ? "cancel" : "return", "location_id": .id(dialect.locations[0]),
                // A number here, and nowhere else.
                "subtotal": .amount(refund.amount),
            ]
        }
        let transactions: [JSONValue] =
            order.isPaid
            ? [
                [
                    "id": .id("9\(refund.id)"), "kind": "refund", "status": "success", "amount": .money(refund.amount),
                    "currency": "EUR", "gateway": "shopify_payments",
                ]
            ] : []
        return [
            "id": .id(refund.id), "order_id": .id(order.id), "created_at": Self.time(refund.at),
            "note": .text(refund.note),
            "refund_line_items": .array(lines), "transactions": .array(transactions),
            "order_adjustments": all.isEmpty
                ? [["id": .id("7\(refund.id)"), "kind": "refund_discrepancy", "amount": .money(-refund.amount)]] : [],
        ]
    }

    private func fulfillment(_ shipment: Shipment, of order: MarketOrder) -> JSONValue {
        [
            "id": .id(shipment.id), "order_id": .id(order.id), "status": "success",
            "created_at": Self.time(shipment.at), "tracking_company": .text(shipment.carrier),
            "tracking_number": .string(shipment.trackingNumber), "tracking_numbers": [.string(shipment.trackingNumber)],
            "tracking_url": .text(shipment.url), "location_id": .text(shipment.location),
        ]
    }
}
