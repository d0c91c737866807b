/// Orders of our own making with everything around them that storefronts send and nobody reads.
enum BenchPayloadText {
    static let all: [(channel: String, text: String)] = [("shopify", shopify), ("woocommerce", wooCommerce)]

    private static func object(_ members: [String]) -> String { "{\(members.joined(separator: ","))}" }
    private static func list(_ items: [String]) -> String { "[\(items.joined(separator: ","))]" }
    private static func text(_ key: String, _ value: String) -> String { #""\#(key)":"\#(value)""# }
    private static func raw(_ key: String, _ value: String) -> String { #""\#(key)":\#(value)"# }
    private static func texts(_ keys: String, _ value: String) -> [String] {
        keys.split(separator: " ").map { text(String($0), value) }
    }
    private static func raws(_ keys: String, _ value: String) -> [String] {
        keys.split(separator: " ").map { raw(String($0), value) }
    }

    // MARK: Shopify

    /// An amount as Shopify repeats it, in the shop's currency and in the buyer's.
    private static func set(_ key: String, _ amount: String) -> String {
        let money = #"{"amount":"\#(amount)","currency_code":"EUR"}"#
        return raw("\(key)_set", #"{"shop_money":\#(money),"presentment_money":\#(money)}"#)
    }

    private static let shopifyAddress = object(
        texts("first_name last_name name", "Ada") + raws("company address2 province province_code", "null") + [
            text("address1", "Torstraße 7"), text("phone", "+49 30 901820"), text("city", "Berlin"),
            text("zip", "10119"), text("country", "Germany"), text("country_code", "DE"), raw("latitude", "52.53"),
            raw("longitude", "13.4"),
        ])

    private static func shopifyLine(_ index: Int) -> String {
        let tax = object([text("title", "DE VAT"), text("price", "1.60"), raw("rate", "0.19"), set("price", "1.60")])
        return object(
            [
                raw("id", "4667372837720\(index)"), raw("variant_id", "394271682724\(index)"),
                raw("product_id", "6591277564\(index)"),
                text("admin_graphql_api_id", "gid://shopify/LineItem/4667\(index)"),
                text("sku", "BENCH-000\(index)"), text("title", "Article \(index) of the benchmark"),
                text("name", "Article \(index) of the benchmark - Blue / M"), text("variant_title", "Blue / M"),
                text("vendor", "Waybill Bench"), text("fulfillment_service", "manual"), raw("grams", "420"),
                raw("fulfillable_quantity", "2"), text("price", "12.50"), set("price", "12.50"),
                text("total_discount", "0.00"), set("total_discount", "0.00"),
                text("variant_inventory_management", "shopify"), raw("properties", "[]"), raw("duties", "[]"),
                raw("tax_lines", list([tax])),
                raw(
                    "discount_allocations",
                    list([
                        object([text("amount", "1.25"), raw("discount_application_index", "0"), set("amount", "1.25")])
                    ])),
            ] + raws("quantity current_quantity", "2") + raws("requires_shipping taxable product_exists", "true")
                + raws("gift_card", "false") + raws("fulfillment_status pre_tax_price", "null"))
    }

    private static var shopify: String {
        // Three lines of two at 12.50, 1.25 off each, shipping 4.90.
        let shipping = object(
            [
                raw("id", "3878419038296"), text("title", "Standard"), text("code", "Standard"),
                text("source", "shopify"),
                text("price", "4.90"), text("discounted_price", "4.90"), set("price", "4.90"),
                set("discounted_price", "4.90"), raw("tax_lines", "[]"), raw("discount_allocations", "[]"),
            ] + raws("carrier_identifier phone requested_fulfillment_service_id", "null"))
        let customer = object(
            [
                raw("id", "5717497512024"), text("email", "ada@example.com"), text("first_name", "Ada"),
                text("last_name", "Lovelace"), text("state", "enabled"), text("currency", "EUR"), text("tags", ""),
                text("created_at", "2025-11-04T09:12:31+01:00"), text("updated_at", "2026-02-01T10:00:01+01:00"),
                raw("default_address", shopifyAddress),
                raw("email_marketing_consent", #"{"state":"subscribed","opt_in_level":"single_opt_in"}"#),
            ] + raws("verified_email tax_exempt", "true") + raws("note multipass_identifier phone", "null"))
        let amounts = [
            ("total_line_items_price", "75.00"), ("subtotal_price", "71.25"), ("total_discounts", "3.75"),
            ("total_tax", "9.60"), ("total_price", "76.15"), ("current_total_price", "76.15"),
            ("current_subtotal_price", "71.25"), ("current_total_discounts", "3.75"), ("current_total_tax", "9.60"),
        ]
        return object(
            [
                raw("id", "5371182489816"), text("admin_graphql_api_id", "gid://shopify/Order/5371182489816"),
                text("name", "#1042"), raw("number", "42"), raw("order_number", "1042"), text("currency", "EUR"),
                text("presentment_currency", "EUR"), text("created_at", "2026-02-01T10:00:00+01:00"),
                text("processed_at", "2026-02-01T10:00:00+01:00"), text("updated_at", "2026-02-01T10:00:05+01:00"),
                text("financial_status", "paid"), text("email", "ada@example.com"),
                text("contact_email", "ada@example.com"),
                text("browser_ip", "203.0.113.7"), text("cart_token", "c1-7a"), text("checkout_token", "b2-9f"),
                text("token", "f0e1d2c3b4a5968778695a4b3c2d1e0f"), text("source_name", "web"), text("tags", ""),
                text("landing_site", "/collections/all?utm_source=newsletter&utm_medium=email&utm_campaign=february"),
                text("referring_site", "https://www.example.com/"), text("customer_locale", "de-DE"),
                text(
                    "order_status_url",
                    "https://bench.example.com/62/orders/f0e1d2c3b4a5968778695a4b3c2d1e0f/authenticate"),
                raw("client_details", #"{"accept_language":"de-DE","browser_width":1440,"user_agent":"Mozilla/5.0"}"#),
                raw("discount_codes", #"[{"code":"TENOFF","amount":"3.75","type":"percentage"}]"#),
                raw("payment_gateway_names", #"["shopify_payments"]"#), raw("customer", customer),
                raw("billing_address", shopifyAddress), raw("shipping_address", shopifyAddress),
                raw("line_items", list((1...3).map(shopifyLine))), raw("shipping_lines", list([shipping])),
            ] + amounts.flatMap { [text($0.0, $0.1), set($0.0, $0.1)] }
                + raws("refunds fulfillments note_attributes tax_lines", "[]") + raws("taxes_included", "true")
                + raws("test", "false")
                + raws(
                    "cancel_reason cancelled_at closed_at fulfillment_status note phone po_number user_id app_id",
                    "null"))
    }

    // MARK: WooCommerce

    private static let wooAddress = object(
        texts("company address_2 state", "") + [
            text("first_name", "Ada"), text("last_name", "Lovelace"), text("address_1", "Torstraße 7"),
            text("city", "Berlin"), text("postcode", "10119"), text("country", "DE"), text("email", "ada@example.com"),
            text("phone", "+49 30 901820"),
        ])

    private static func wooLine(_ index: Int) -> String {
        object(
            [
                raw("id", "31\(index)"), text("name", "Article \(index) of the benchmark &ndash; blue"),
                raw("product_id", "93\(index)"), raw("variation_id", "0"), raw("quantity", "2"), text("tax_class", ""),
                text("subtotal", "21.00"), text("subtotal_tax", "3.99"), text("total", "21.00"),
                text("total_tax", "3.99"),
                raw("taxes", #"[{"id":75,"total":"3.99","subtotal":"3.99"}]"#), text("sku", "BENCH-000\(index)"),
                raw("price", "10.5"), raw("image", #"{"id":"18","src":"https://bench.example.com/p-\#(index).jpg"}"#),
                raw(
                    "meta_data",
                    #"[{"id":88\#(index),"key":"pa_colour","value":"blue","display_key":"Colour","display_value":"Blue"}]"#
                ),
            ] + raws("parent_name", "null"))
    }

    private static var wooCommerce: String {
        // Three lines of two at 10.50, shipping 4.90, tax 11.97.
        let meta = (0..<12).map { index in
            #"{"id":13\#(index),"key":"_wc_order_attribution_\#(index)","value":"https://www.example.com/landing?step=\#(index)"}"#
        }
        let shipping = object([
            raw("id", "72"), text("method_title", "Flat rate"), text("method_id", "flat_rate"),
            text("instance_id", "1"),
            text("total", "4.90"), text("total_tax", "0.00"), raw("taxes", "[]"), raw("meta_data", "[]"),
        ])
        let times =
            texts("date_created date_created_gmt date_paid date_paid_gmt", "2026-02-01T09:00:00")
            + texts("date_modified date_modified_gmt", "2026-02-01T09:00:05")
        return object(
            [
                raw("id", "727"), raw("parent_id", "0"), text("number", "727"), text("status", "processing"),
                text("order_key", "wc_order_58d2d042d1d"), text("created_via", "checkout"), text("version", "9.6.0"),
                text("currency", "EUR"), text("currency_symbol", "€"), raw("prices_include_tax", "false"),
                text("total", "79.87"), raw("customer_id", "26"), text("customer_note", ""),
                text("payment_method", "stripe"),
                text("payment_method_title", "Card"), text("transaction_id", "ch_3Nbench"),
                text("customer_ip_address", "203.0.113.7"),
                text("customer_user_agent", "Mozilla/5.0 (X11; Linux x86_64)"),
                text("cart_hash", "47314ce0e0a4f4f3cd0b2e1c4b7b4ef2"), raw("billing", wooAddress),
                raw("shipping", wooAddress), raw("line_items", list((1...3).map(wooLine))),
                raw("shipping_lines", list([shipping])), raw("meta_data", list(meta)), text("shipping_total", "4.90"),
                text("cart_tax", "11.97"), text("total_tax", "11.97"),
            ] + times + texts("discount_total discount_tax shipping_tax", "0.00")
                + raws("fee_lines coupon_lines refunds tax_lines", "[]")
                + raws("date_completed date_completed_gmt", "null"))
    }
}
