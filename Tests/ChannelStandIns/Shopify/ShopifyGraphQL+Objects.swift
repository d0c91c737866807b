import Contracts
import WireJSON

/// Whole objects, of which a query gets what it asks for.
extension ShopifyGraphQL {
    private func time(_ milliseconds: Int64) -> JSONValue {
        .string(Timestamp(microseconds: milliseconds / 1000 * 1_000_000).rfc3339)
    }

    private func amount(_ minor: Int64) -> JSONValue {
        let money: JSONValue = ["amount": .money(minor), "currencyCode": "EUR"]
        return ["shopMoney": money, "presentmentMoney": money]
    }

    func object(_ order: MarketOrder) -> JSONValue {
        let places = dialect.locations.filter { place in order.lines.contains { self.place(of: $0, in: order) == place }
        }
        return [
            "id": .string("gid://shopify/Order/\(order.id)"), "legacyResourceId": .string(order.id),
            "name": .string(order.number), "createdAt": time(order.placedAt), "updatedAt": time(order.updatedAt),
            "cancelledAt": order.isCancelled ? time(order.updatedAt) : nil, "email": nil, "note": nil, "tags": [],
            "displayFulfillmentStatus": order.shipped == 0
                ? "UNFULFILLED" : order.isShipped ? "FULFILLED" : "PARTIALLY_FULFILLED",
            "displayFinancialStatus": order.isPaid ? "PAID" : "PENDING", "totalPriceSet": amount(order.originalTotal),
            "currencyCode": "EUR", "presentmentCurrencyCode": "EUR",
            "currentTotalPriceSet": amount(order.isCancelled ? 0 : order.total),
            "lineItems": GraphQLProjection.connection(order.lines.map { lineItem($0) }),
            "fulfillmentOrders": GraphQLProjection.connection(places.map { fulfillmentOrder($0, of: order) }),
            "fulfillments": .array(order.shipments.map { fulfillment($0) }),
            "refunds": .array(
                order.refunds.map {
                    [
                        "id": .string("gid://shopify/Refund/\($0.id)"), "totalRefundedSet": amount($0.amount),
                        "note": .text($0.note),
                    ]
                }),
            "transactions": order.isPaid
                ? [
                    [
                        "id": .string("gid://shopify/OrderTransaction/\(order.id)1"), "kind": "SALE",
                        "status": "SUCCESS", "gateway": "shopify_payments", "amountSet": amount(order.originalTotal),
                        "parentTransaction": nil,
                    ]
                ] : [],
        ]
    }

    private func lineItem(_ line: MarketLine) -> JSONValue {
        [
            "id": .string("gid://shopify/LineItem/\(line.id)"), "sku": .string(line.sku), "title": "Article",
            "quantity": .int(line.ordered), "currentQuantity": .int(line.wanted),
            "unfulfilledQuantity": .int(line.unshipped), "refundableQuantity": .int(line.wanted),
            "requiresShipping": true,
        ]
    }

    /// One for each place that lines of the order are sent from.
    func fulfillmentOrder(_ place: String, of order: MarketOrder) -> JSONValue {
        let lines = order.lines.filter { self.place(of: $0, in: order) == place }
        let left = order.isCancelled ? 0 : lines.reduce(0) { $0 + $1.unshipped }
        let isTouched = lines.contains { $0.shipped > 0 }
        return [
            "id": .string("gid://shopify/FulfillmentOrder/\(order.id)-\(place)"),
            "status": left == 0 ? "CLOSED" : isTouched ? "IN_PROGRESS" : "OPEN", "requestStatus": "UNSUBMITTED",
            "order": ["id": .string("gid://shopify/Order/\(order.id)"), "name": .string(order.number)],
            "assignedLocation": ["name": .string("Place \(place)"), "location": location(place)],
            "supportedActions": .array(left == 0 ? [] : [["action": "CREATE_FULFILLMENT"], ["action": "HOLD"]]),
            "fulfillmentHolds": [],
            "lineItems": GraphQLProjection.connection(
                lines.map { line in
                    [
                        "id": .string("gid://shopify/FulfillmentOrderLineItem/\(line.id)"), "sku": .string(line.sku),
                        "totalQuantity": .int(line.ordered),
                        "remainingQuantity": .int(order.isCancelled ? 0 : line.unshipped), "lineItem": lineItem(line),
                    ]
                }),
        ]
    }

    func fulfillment(_ shipment: Shipment) -> JSONValue {
        [
            "id": .string("gid://shopify/Fulfillment/\(shipment.id)"), "status": "SUCCESS", "name": "#1.1",
            "legacyResourceId": .string(shipment.id), "createdAt": time(shipment.at),
            "trackingInfo": [
                [
                    "number": .string(shipment.trackingNumber), "company": .text(shipment.carrier),
                    "url": .text(shipment.url),
                ]
            ],
            "fulfillmentLineItems": GraphQLProjection.connection(
                shipment.units.sorted { $0.key < $1.key }.map { line, units in
                    [
                        "id": .string("gid://shopify/FulfillmentLineItem/\(line)"), "quantity": .int(units),
                        "lineItem": ["id": .string("gid://shopify/LineItem/\(line)")],
                    ]
                }),
            "location": shipment.location.map { location($0) } ?? .null,
        ]
    }

    func location(_ id: String) -> JSONValue {
        [
            "id": .string("gid://shopify/Location/\(id)"), "legacyResourceId": .string(id),
            "name": .string("Place \(id)"), "isActive": true,
        ]
    }

    func variant(_ article: Article) -> JSONValue {
        [
            "id": .string("gid://shopify/ProductVariant/\(article.id)"), "sku": .string(article.sku),
            "barcode": .string(article.barcode), "inventoryQuantity": .int(article.stock),
            "inventoryItem": inventoryItem(article),
        ]
    }

    func inventoryItem(_ article: Article) -> JSONValue {
        let levels = dialect.locations.map { level(article, at: $0) }
        return [
            "id": .string("gid://shopify/InventoryItem/\(article.id)"), "sku": .string(article.sku), "tracked": true,
            "legacyResourceId": .string(article.id), "inventoryLevel": levels[0],
            "inventoryLevels": GraphQLProjection.connection(levels),
        ]
    }

    private func level(_ article: Article, at place: String) -> JSONValue {
        let quantities: [JSONValue] = ["available", "on_hand"].map {
            ["name": .string($0), "quantity": .int(place == dialect.locations[0] ? article.stock : 0)]
        }
        return [
            "id": .string("gid://shopify/InventoryLevel/\(place)?inventory_item_id=\(article.id)"),
            "location": location(place), "quantities": .array(quantities),
        ]
    }
}
