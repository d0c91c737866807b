/// What each channel wants to hear. What is not here is no news to it, and costs neither a row nor a call.
package enum ToldKinds {
    private static let kinds: [String: Set<ChannelPush.Kind>] = [
        "amazon": [.fulfilment, .cancellation, .stock],
        "hepsiburada": [.fulfilment, .cancellation, .stock],
        "magento": [.fulfilment, .cancellation, .refund, .stock],
        // The carrier tells it of parcels; a package that is larger is split.
        "n11": [.acknowledgement, .fulfilment, .cancellation, .stock],
        "shopify": [.fulfilment, .cancellation, .refund, .stock],
        "trendyol": [.acknowledgement, .invoice, .fulfilment, .cancellation, .returnDecision, .refund, .stock],
        "woocommerce": [.fulfilment, .cancellation, .refund, .stock],
    ]

    package static func include(_ kind: ChannelPush.Kind, of channel: String) -> Bool {
        kinds[channel]?.contains(kind) ?? false
    }

    /// Whether it knows that goods have left from the shop alone: marketplaces hear it from their carriers too.
    package static func hearsFromShopAlone(_ channel: String) -> Bool {
        ["magento", "shopify", "woocommerce"].contains(channel)
    }

    /// Whether an order is complete there when we say so, and not when nothing is left to be sent.
    package static func includeCompletion(of channel: String) -> Bool { channel == "woocommerce" }

    /// Whether it gives any money back that it is asked for, and not only that of goods it was claimed for.
    package static func paysBackAnything(_ channel: String) -> Bool {
        include(.refund, of: channel) && !include(.returnDecision, of: channel)
    }
}
