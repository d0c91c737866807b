import Contracts
import WireJSON

/// Amazon's order of v0, and its lines.
extension AmazonPayload {
    private static func oldStatus(of order: MarketOrder) -> String {
        [
            "UNSHIPPED": "Unshipped", "PARTIALLY_SHIPPED": "PartiallyShipped", "SHIPPED": "Shipped",
            "CANCELLED": "Canceled",
        ][status(of: order)] ?? "Pending"
    }

    private func oldTime(_ milliseconds: Int64) -> JSONValue {
        .string(Timestamp(microseconds: milliseconds * 1000).rfc3339)
    }

    private func oldMoney(_ minor: Int64) -> JSONValue { ["CurrencyCode": "EUR", "Amount": .money(minor)] }

    /// - Parameter elements: what the token lets its bearer see of persons.
    func oldOrder(_ order: MarketOrder, _ elements: Set<String>) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("AmazonOrderId", .string(order.id)), ("SellerOrderId", .string(order.id)),
            ("PurchaseDate", oldTime(order.placedAt)), ("LastUpdateDate", oldTime(order.updatedAt)),
            ("OrderStatus", .string(Self.oldStatus(of: order))), ("FulfillmentChannel", "MFN"),
            ("SalesChannel", "Amazon.de"), ("MarketplaceId", .string(dialect.marketplaceID)),
            ("OrderType", "StandardOrder"), ("IsPrime", false), ("IsBusinessOrder", false), ("IsISPU", false),
            ("IsReplacementOrder", "false"), ("NumberOfItemsShipped", .int(order.shipped)),
            ("NumberOfItemsUnshipped", .int(order.wanted - order.shipped)),
        ]
        // What is pending has neither an address nor a total.
        guard order.isPaid else { return .object(members) }
        members.append(("OrderTotal", oldMoney(order.isCancelled ? 0 : order.total)))
        var address: [(String, JSONValue)] = [("City", "Berlin"), ("PostalCode", "10117"), ("CountryCode", "DE")]
        if elements.contains("shippingAddress") {
            address += [
                ("Name", "Ada Lovelace"), ("AddressLine1", .string("Street \(order.id.suffix(7))")), ("Phone", "+49 5"),
            ]
        }
        members.append(("ShippingAddress", .object(address)))
        if elements.contains("buyerInfo") {
            members.append(
                (
                    "BuyerInfo",
                    [
                        "BuyerName": "Ada Lovelace",
                        "BuyerEmail": .string("a\(order.id.suffix(7))@marketplace.amazon.example"),
                    ]
                ))
        }
        return .object(members)
    }

    func oldItem(_ line: MarketLine, of order: MarketOrder) -> JSONValue {
        let units = order.isCancelled ? 0 : line.wanted
        var members: [(String, JSONValue)] = [
            ("ASIN", "B000000001"), ("SellerSKU", .string(line.sku)), ("OrderItemId", .string(line.id)),
            ("Title", "Tea"), ("QuantityOrdered", .int(units)), ("QuantityShipped", .int(line.shipped)),
            ("BuyerRequestedCancel", ["IsBuyerRequestedCancel": "false", "BuyerCancelReason": ""]),
        ]
        guard order.isPaid, units > 0 else { return .object(members) }
        members += [
            ("ItemPrice", oldMoney(line.unitPrice * Int64(units))), ("PromotionDiscount", oldMoney(0)),
        ]
        // Shipping is told with the first line.
        if line.id == order.lines.first(where: { $0.wanted > 0 })?.id, order.shipping > 0 {
            members.append(("ShippingPrice", oldMoney(order.shipping)))
        }
        return .object(members)
    }
}
