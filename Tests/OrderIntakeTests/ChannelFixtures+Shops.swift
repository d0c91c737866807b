/// Orders of our own making, as Amazon and Magento tell them.
extension ChannelFixtures {
    /// An order of Amazon's as of 2026: two units for 39.98, 3.20 tax, 4.99 shipping.
    static func amazon(_ changes: [String: String] = [:], item: [String: String] = [:]) -> String {
        var line = [
            "orderItemId": "\"11498765431234\"", "quantityOrdered": "2",
            "product": """
            {"asin": "B000000001", "title": "Tea", "sellerSku": "TEA-1",
             "price": {"unitPrice": {"amount": "19.99", "currencyCode": "USD"}}}
            """,
            "proceeds": """
            {"breakdowns": [{"type": "ITEM", "subtotal": {"amount": "39.98", "currencyCode": "USD"}},
                            {"type": "SHIPPING", "subtotal": {"amount": "4.99", "currencyCode": "USD"}},
                            {"type": "TAX", "subtotal": {"amount": "3.20", "currencyCode": "USD"}}]}
            """,
            "fulfillment": #"{"quantityFulfilled": 0, "quantityUnfulfilled": 2}"#,
        ]
        line.merge(item) { $1 }
        var order = [
            "orderId": "\"114-0000000-0000001\"", "createdTime": "\"2026-02-11T09:00:00Z\"",
            "lastUpdatedTime": "\"2026-02-11T09:30:00Z\"", "programs": #"["PRIME"]"#,
            "salesChannel": #"{"channelName": "AMAZON", "marketplaceId": "ATVPDKIKX0DER"}"#,
            "buyer": #"{"buyerName": "Ada", "buyerEmail": "x@marketplace.amazon.example"}"#,
            "recipient": "{\"deliveryAddress\": \(amazonAddress)}",
            "proceeds": #"{"grandTotal": {"amount": "48.17", "currencyCode": "USD"}}"#,
            "fulfillment": fulfilment("UNSHIPPED"), "orderItems": "[\(object(line))]",
        ]
        order.merge(changes) { $1 }
        return "{\"order\": \(object(order))}"
    }

    static func fulfilment(_ status: String, by sender: String = "MERCHANT") -> String {
        #"{"fulfillmentStatus": "\#(status)", "fulfilledBy": "\#(sender)"}"#
    }

    private static let amazonAddress = """
        {"name": "Ada", "companyName": "", "addressLine1": "Street 1", "addressLine2": "Floor 2", "addressLine3": "",
         "city": "Seattle", "stateOrRegion": "WA", "postalCode": "98101", "countryCode": "US", "phone": "+1 5"}
        """

    /// An order of Amazon's as v0 tells it, with its items put in: a EUR order whose prices contain tax.
    static func oldAmazon(_ changes: [String: String] = [:], item: [String: String] = [:]) -> String {
        var line = [
            "OrderItemId": "\"68828574383266\"", "SellerSKU": "\"TEA-1\"", "ASIN": "\"B000000001\"",
            "Title": "\"Tea\"", "QuantityOrdered": "3", "QuantityShipped": "0",
            "ItemPrice": #"{"CurrencyCode": "EUR", "Amount": "30.00"}"#,
            "ItemTax": #"{"CurrencyCode": "EUR", "Amount": "4.79"}"#,
            "PromotionDiscount": #"{"CurrencyCode": "EUR", "Amount": "1.00"}"#,
            "ShippingPrice": #"{"CurrencyCode": "EUR", "Amount": "3.99"}"#,
            "ShippingDiscount": #"{"CurrencyCode": "EUR", "Amount": "3.99"}"#,
            "BuyerInfo": #"{"GiftWrapPrice": {"CurrencyCode": "EUR", "Amount": "2.00"}}"#,
        ]
        line.merge(item) { $1 }
        var order = [
            "AmazonOrderId": "\"902-0000000-0000001\"", "PurchaseDate": "\"2026-02-11T09:00:00Z\"",
            "LastUpdateDate": "\"2026-02-11T09:30:00Z\"", "OrderStatus": "\"Unshipped\"",
            "FulfillmentChannel": "\"MFN\"", "OrderTotal": #"{"CurrencyCode": "EUR", "Amount": "31.00"}"#,
            "MarketplaceId": "\"A1PA6795UKMFR9\"", "IsPrime": "false", "IsReplacementOrder": "\"true\"",
            "ShippingAddress": """
            {"Name": "Ada", "AddressLine1": "Street 1", "City": "Berlin", "PostalCode": "10115", "CountryCode": "DE"}
            """,
            "OrderItems": "[\(object(line))]",
        ]
        order.merge(changes) { $1 }
        return "{\"payload\": \(object(order))}"
    }

    /// An order of Magento's: two units of an article chosen by its size, 69.00 each less 10.00, 8.25 % tax, 5.00
    /// shipping.
    static func magento(_ changes: [String: String] = [:], items: [String]? = nil) -> String {
        let parent = magentoItem([
            "item_id": "16", "sku": "\"TEE-XS\"", "product_type": "\"configurable\"", "qty_ordered": "2",
            "row_total": "138", "discount_amount": "10", "tax_amount": "10.56",
        ])
        let child = magentoItem([
            "item_id": "17", "parent_item_id": "16", "sku": "\"TEE-XS\"", "product_type": "\"simple\"",
            "qty_ordered": "2", "row_total": "0",
        ])
        var order = [
            "entity_id": "9", "increment_id": "\"000000013\"", "state": "\"new\"", "status": "\"pending\"",
            "created_at": "\"2026-02-11 09:00:00\"", "updated_at": "\"2026-02-11 09:00:01\"",
            "base_currency_code": "\"USD\"", "order_currency_code": "\"EUR\"", "base_grand_total": "999",
            "grand_total": "143.56", "total_due": "143.56", "tax_amount": "10.56", "shipping_amount": "5",
            "shipping_tax_amount": "0", "discount_amount": "-10", "customer_email": "\"a@example.com\"",
            "customer_firstname": "\"Ada\"", "customer_lastname": "\"Lovelace\"", "customer_id": "1",
            "billing_address": magentoAddress, "payment": #"{"method": "checkmo"}"#,
            "extension_attributes": """
            {"shipping_assignments": [{"shipping": {"method": "flatrate_flatrate", "address": \(magentoAddress)}}]}
            """,
            "items": "[\((items ?? [parent, child]).joined(separator: ", "))]",
        ]
        order.merge(changes) { $1 }
        return object(order)
    }

    static func magentoItem(_ changes: [String: String]) -> String {
        var item = [
            "qty_ordered": "1", "qty_canceled": "0", "qty_refunded": "0", "qty_shipped": "0", "name": "\"Tee\"",
            "product_type": "\"simple\"", "discount_amount": "0", "tax_amount": "0", "is_virtual": "0",
        ]
        item.merge(changes) { $1 }
        return object(item)
    }

    private static let magentoAddress = """
        {"firstname": "Ada", "lastname": "Lovelace", "street": ["Street 1", "Floor 2"], "city": "Calder",
         "region": "Michigan", "region_code": "MI", "postcode": "49628", "country_id": "US", "telephone": "555"}
        """
}
