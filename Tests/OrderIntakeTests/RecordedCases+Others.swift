extension RecordedCases {
    static let expected = own.merging(others) { own, _ in own }

    /// Of channels that we do not speak, of payment providers and carriers, and sets of data: refused because of where they
    /// come from, before they are read.
    private static let others: [String: [String]] = {
        let paths = folders.flatMap { folder, files in files.map { "\(folder)/\($0)" } }
        return Dictionary(uniqueKeysWithValues: paths.map { ($0, ["no such channel"]) })
    }()

    private static let folders = [
        "adyen": [
            "hmac_worked_example_item.json",
            "notification_authorisation-true.json",
            "notification_cancellation-true.json",
            "notification_refund-true.json",
        ],
        "aftership": [
            "tracking_created_pending.json"
        ],
        "bigcommerce": [
            "v2_orderShipmentCollection_Resp.json",
            "v2_order_Resp.json",
            "webhook_store_order_created.json",
            "webhook_store_order_updated.json",
        ],
        "carriers": [
            "dhl_universal_tracking.json",
            "fedex_tracking_response_delivered_at_door.xml",
            "ups_shipping_request.json",
            "ups_shipping_response.json",
        ],
        "datasets": [
            "cdnow_sample.txt",
            "dataco_supply_chain_sample_a.csv",
            "olist_2017_customers.csv",
            "olist_2017_order_items.csv",
            "olist_2017_order_payments_partial.csv",
            "olist_2017_orders.csv",
            "olist_2017_products.csv",
            "olist_DATASET_README.txt",
            "olist_product_category_name_translation.csv",
            "uci_online_retail_2010-12-01_02.csv",
        ],
        "easypost": [
            "shipment_bought_label.json",
            "shipment_create_request.json",
            "tracker_created.json",
            "webhook_event_body.json",
        ],
        "ebay": [
            "notification_ORDER_CONFIRMATION.json"
        ],
        "etsy": [
            "receipts_two_lines_discount_masked.json"
        ],
        "iyzico": [
            "callback_3ds_form_signature_example.txt",
            "webhook_direct_api_auth_doc.json",
        ],
        "paytr": [
            "callback_hash_constructed_example.json"
        ],
        "prestashop": [
            "order_5.xml",
            "order_carrier_tracking_put_answer.xml",
            "stock_available_put_answer.xml",
        ],
        "shippo": [
            "order_created.json",
            "track_usps_status.json",
        ],
        "shipstation": [
            "custom_store_orders_export_example.xml",
            "custom_store_orders_schema.xsd",
            "custom_store_shipnotify_post.xml",
            "v1_get_order.json",
            "v1_list_webhooks.json",
            "webhook_ship_notify.json",
        ],
        "stripe": [
            "event_charge_dispute_created.json",
            "event_charge_failed.json",
            "event_charge_refunded.json",
            "event_payment_intent_canceled.json",
            "event_payment_intent_succeeded.json",
            "resource_charge.json",
            "resource_payment_intent.json",
            "resource_refund.json",
            "signature_worked_example.json",
        ],
    ]
}
