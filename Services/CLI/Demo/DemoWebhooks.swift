import CCrypto
import Contracts
import Foundation

/// Orders as Shopify and WooCommerce tell of them, of our own making.
enum DemoWebhooks {
    struct Webhook {
        var storefront: Storefront
        var externalID: String
        var headers: [String: String]
        var body: [UInt8]
    }

    /// - Parameter id: the channel's id of the order, new for every run.
    static func shopify(_ storefront: Storefront, id: Int64, secret: String, now: Timestamp) -> Webhook {
        let time = Timestamp(seconds: now.seconds).rfc3339
        let body = """
            {"id":\(id),"name":"#S\(id)","order_number":\(id),"created_at":"\(time)","updated_at":"\(time)",
            "currency":"EUR","financial_status":"paid","fulfillment_status":null,"cancelled_at":null,"test":false,
            "email":"shopify-\(id)@example.com","taxes_included":true,"total_price":"34.80","total_tax":"5.56",
            "payment_gateway_names":["shopify_payments"],"customer_locale":"en","tags":"demo","note":null,
            "customer":{"id":1001,"first_name":"Nora","last_name":"Lind","email":"shopify-\(id)@example.com"},
            "shipping_address":{"name":"Nora Lind","address1":"Kastanienallee 9, \(id)","city":"Berlin","zip":"10435",
            "country_code":"DE","latitude":52.54,"longitude":13.41},
            "line_items":[{"id":\(id)01,"sku":"SOAP-OLV","title":"Olive oil soap, bar","quantity":2,"price":"4.50",
            "requires_shipping":true,"taxable":true},
            {"id":\(id)02,"sku":"TOWEL-S","title":"Hammam towel, small","quantity":2,"price":"12.90",
            "total_discount":"4.90",
            "discount_allocations":[{"amount":"4.90","discount_application_index":0}],"requires_shipping":true}],
            "shipping_lines":[{"id":\(id)03,"title":"Standard","price":"4.90"}]}
            """
        let bytes = Array(body.utf8)
        return Webhook(
            storefront: storefront, externalID: String(id),
            headers: [
                "Content-Type": "application/json", "X-Shopify-Topic": "orders/create",
                "X-Shopify-Hmac-Sha256": signature(of: bytes, secret: secret), "X-Shopify-Event-Id": "event-\(id)",
                "X-Shopify-Shop-Domain": "demo.myshopify.com",
            ], body: bytes)
    }

    /// - Parameter id: the channel's id of the order, new for every run.
    static func wooCommerce(_ storefront: Storefront, id: Int64, secret: String, now: Timestamp) -> Webhook {
        let time = String(Timestamp(seconds: now.seconds).rfc3339.dropLast())
        let body = """
            {"id":\(id),"number":"W\(id)","status":"processing","currency":"EUR","prices_include_tax":false,
            "date_created":"\(time)","date_created_gmt":"\(time)","date_modified":"\(time)",
            "date_modified_gmt":"\(time)",
            "discount_total":"0.00","shipping_total":"4.90","total":"28.66","total_tax":"4.58","customer_id":0,
            "customer_note":"","payment_method":"stripe","payment_method_title":"Card","transaction_id":"ch_demo",
            "billing":{"first_name":"Luca","last_name":"Ferri","company":"",
            "address_1":"Via Roma 5, \(id)","address_2":"","city":"Torino","state":"TO","postcode":"10121","country":"IT","email":"woo-\(id)@example.com","phone":""},
            "shipping":{"first_name":"Luca","last_name":"Ferri","company":"","address_1":"Via Roma 5, \(id)",
            "address_2":"","city":"Torino","state":"TO","postcode":"10121","country":"IT"},
            "line_items":[{"id":1,"name":"Bowl, Iznik pattern &ndash; blue","product_id":12,"variation_id":0,
            "quantity":1,"sku":"BOWL-IZN","subtotal":"19.18","subtotal_tax":"4.58","total":"19.18","total_tax":"4.58",
            "price":19.18}],
            "shipping_lines":[{"id":2,"method_title":"Flat rate","method_id":"flat_rate",
            "total":"4.90","total_tax":"0.00"}],
            "fee_lines":[],"coupon_lines":[],"refunds":[]}
            """
        let bytes = Array(body.utf8)
        return Webhook(
            storefront: storefront, externalID: String(id),
            headers: [
                "Content-Type": "application/json", "X-WC-Webhook-Topic": "order.created",
                "X-WC-Webhook-Signature": signature(of: bytes, secret: secret), "X-WC-Webhook-Delivery-ID": "\(id)",
            ], body: bytes)
    }

    /// Base64 of HMAC-SHA256 over the raw body, as both channels sign.
    static func signature(of body: [UInt8], secret: String) -> String {
        let key = Array(secret.utf8)
        var output = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        _ = HMAC(EVP_sha256(), key, Int32(key.count), body, body.count, &output, &length)
        return Data(output).base64EncodedString()
    }
}
