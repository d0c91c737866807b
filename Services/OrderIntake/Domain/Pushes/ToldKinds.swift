/// What each channel wants to hear. What is not here is no news to it, and costs neither a row nor a call.
package enum ToldKinds {
    private static let kinds: [String: Set<ChannelPush.Kind>] = [
        "amazon": [.fulfilment, .cancellation, .stock],
        "hepsiburada": [.fulfilment, .cancellation, .stock],
        "magento": [.fulfilment, .cancellation, .refund, .stock],
        // The carrier tells it of parcels.
        "n11": [.acknowledgement, .cancellation, .stock],
        "shopify": [.fulfilment, .cancellation, .refund, .stock],
        "trendyol": [.acknowledgement, .invoice, .fulfilment, .cancellation, .returnDecision, .refund, .stock],
        "woocommerce": [.fulfilment, .cancellation, .refund, .stock],
    ]

    package static func include(_ kind: ChannelPush.Kind, of channel: String) -> Bool {
        kinds[channel]?.contains(kind) ?? false
    }
}
