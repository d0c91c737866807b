import Contracts

/// A shop of a channel, as an operator set it up.
package struct Shop: Hashable, Sendable {
    package var key: ShopKey
    package var isOpen: Bool
    /// Newest first; two while a secret is being rotated.
    package var webhookSecrets: [String]
    /// Units that the shop is not shown.
    package var stockBuffer: Int
    /// What to assume when the channel does not say.
    package var currency: Currency?
    package var paymentMethod: PaymentMethod?
    package var version: Int64

    package init(
        key: ShopKey, isOpen: Bool = true, webhookSecrets: [String] = [], stockBuffer: Int = 0,
        currency: Currency? = nil, paymentMethod: PaymentMethod? = nil, version: Int64 = 1
    ) {
        self.key = key
        self.isOpen = isOpen
        self.webhookSecrets = webhookSecrets
        self.stockBuffer = stockBuffer
        self.currency = currency
        self.paymentMethod = paymentMethod
        self.version = version
    }
}
