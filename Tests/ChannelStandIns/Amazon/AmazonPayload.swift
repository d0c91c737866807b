import Contracts
import WireJSON

/// Amazon's order of the version of 2026-01-01.
struct AmazonPayload {
    let dialect: AmazonDialect

    static func status(of order: MarketOrder) -> String {
        if order.isCancelled { return "CANCELLED" }
        guard order.isPaid else { return "PENDING" }
        if order.isShipped { return "SHIPPED" }
        return order.shipped > 0 ? "PARTIALLY_SHIPPED" : "UNSHIPPED"
    }

    private func time(_ milliseconds: Int64) -> JSONValue {
        .string(Timestamp(microseconds: milliseconds * 1000).rfc3339)
    }

    private func money(_ minor: Int64) -> JSONValue { ["amount": .money(minor), "currencyCode": "EUR"] }

    /// Buyer, recipient and proceeds are only there where they were asked for; `getOrder` is asked for all here.
    func order(
        _ order: MarketOrder, including: Set<String> = ["BUYER", "RECIPIENT", "PROCEEDS", "FULFILLMENT", "PACKAGES"]
    ) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("orderId", .string(order.id)), ("orderAliases", []), ("createdTime", time(order.placedAt)),
            ("lastUpdatedTime", time(order.updatedAt)), ("programs", []),
            (
                "salesChannel",
                [
                    "channelName": "AMAZON", "marketplaceId": .string(dialect.marketplaceID),
                    "marketplaceName": "Amazon.de",
                ]
            ),
            (
                "fulfillment",
                ["fulfillmentStatus": .string(Self.status(of: order)), "fulfilledBy": "MERCHANT"]
            ), ("orderItems", .array(order.lines.map { item($0, of: order, including) })),
        ]
        // What is pending has neither an address nor a total.
        if order.isPaid, including.contains("BUYER") {
            members.append(
                (
                    "buyer",
                    [
                        "buyerName": "Ada Lovelace",
                        "buyerEmail": .string("a\(order.id.suffix(7))@marketplace.amazon.example"),
                    ]
                ))
        }
        if order.isPaid, including.contains("RECIPIENT") {
            members.append(
                (
                    "recipient",
                    [
                        "deliveryAddress": [
                            "name": "Ada Lovelace", "companyName": "",
                            "addressLine1": .string("Street \(order.id.suffix(7))"), "addressLine2": "",
                            "city": "Berlin", "stateOrRegion": "", "postalCode": "10117", "countryCode": "DE",
                            "phone": "+49 5",
                        ]
                    ]
                ))
        }
        if order.isPaid, including.contains("PROCEEDS") {
            members.append(("proceeds", ["grandTotal": money(order.isCancelled ? 0 : order.total)]))
        }
        if including.contains("PACKAGES"), !order.shipments.isEmpty {
            members.append(("packages", .array(order.shipments.map { package($0) })))
        }
        return .object(members)
    }

    private func item(_ line: MarketLine, of order: MarketOrder, _ including: Set<String>) -> JSONValue {
        let units = order.isCancelled ? 0 : line.wanted
        var members: [(String, JSONValue)] = [
            ("orderItemId", .string(line.id)), ("quantityOrdered", .int(units)),
            (
                "product",
                [
                    "asin": "B000000001", "title": "Tea", "sellerSku": .string(line.sku),
                    "price": ["unitPrice": money(line.unitPrice)],
                ]
            ),
            (
                "fulfillment",
                ["quantityFulfilled": .int(line.shipped), "quantityUnfulfilled": .int(units - line.shipped)]
            ),
        ]
        if order.isPaid, including.contains("PROCEEDS"), units > 0 {
            var parts: [JSONValue] = [
                ["type": "ITEM", "subtotal": money(line.unitPrice * Int64(units))]
            ]
            // Shipping is told with the first line.
            if line.id == order.lines.first(where: { $0.wanted > 0 })?.id, order.shipping > 0 {
                parts.append(["type": "SHIPPING", "subtotal": money(order.shipping)])
            }
            members.append(("proceeds", ["breakdowns": .array(parts)]))
        }
        return .object(members)
    }

    private func package(_ shipment: Shipment) -> JSONValue {
        [
            "packageReferenceId": .string(shipment.id), "packageStatus": ["status": "IN_TRANSIT"],
            "carrier": .text(shipment.carrier), "shipTime": time(shipment.at),
            "trackingNumber": .string(shipment.trackingNumber),
            "packageItems": .array(
                shipment.units.sorted { $0.key < $1.key }.map { ["orderItemId": .string($0), "quantity": .int($1)] }),
        ]
    }

    /// `ORDER_CHANGE`, as a message of the queue holds it; without prices.
    func notification(_ order: MarketOrder, id: String) -> JSONValue {
        let status =
            [
                "UNSHIPPED": "Unshipped", "PARTIALLY_SHIPPED": "PartiallyShipped", "SHIPPED": "Shipped",
                "CANCELLED": "Canceled",
            ][Self.status(of: order)] ?? "Pending"
        let items: [JSONValue] = order.lines.map {
            [
                "OrderItemId": .string($0.id), "SellerSKU": .string($0.sku), "Quantity": .int($0.wanted),
                "QuantityShipped": .int($0.shipped), "IsBuyerRequestedCancel": false,
            ]
        }
        let change: JSONValue = [
            "NotificationLevel": "OrderLevel", "SellerId": .string(dialect.seller), "AmazonOrderId": .string(order.id),
            "OrderChangeType": "OrderStatusChange",
            "OrderChangeTrigger": ["TimeOfOrderChange": time(order.updatedAt), "ChangeReason": "new order"],
            "Summary": [
                "MarketplaceId": .string(dialect.marketplaceID), "OrderStatus": .string(status),
                "FulfillmentType": "MFN", "OrderItems": .array(items),
            ],
        ]
        return [
            "NotificationVersion": "1.0", "NotificationType": "ORDER_CHANGE", "PayloadVersion": "1.0",
            "EventTime": time(order.updatedAt), "Payload": ["OrderChangeNotification": change],
            "NotificationMetadata": [
                "ApplicationId": "amzn1.sp.solution.stand-in", "SubscriptionId": "s",
                "PublishTime": time(order.updatedAt),
                "NotificationId": .string(id),
            ],
        ]
    }
}
