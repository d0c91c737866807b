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
    /// Who takes the money, as an operator said; ``collector`` is what holds.
    package var payments: PaymentCollector?
    /// What the channel calls the shop in its webhooks, in lower case; nil when it is not checked.
    package var domain: String?
    /// How it is reached; nil when nothing is asked and nothing told.
    package var connection: ShopConnection?
    package var version: Int64

    package init(
        key: ShopKey, isOpen: Bool = true, webhookSecrets: [String] = [], stockBuffer: Int = 0,
        currency: Currency? = nil, paymentMethod: PaymentMethod? = nil, payments: PaymentCollector? = nil,
        domain: String? = nil, connection: ShopConnection? = nil, version: Int64 = 1
    ) {
        self.key = key
        self.isOpen = isOpen
        self.webhookSecrets = webhookSecrets
        self.stockBuffer = stockBuffer
        self.currency = currency
        self.paymentMethod = paymentMethod
        self.payments = payments
        self.domain = domain
        self.connection = connection
        self.version = version
    }

    /// Who takes the money of an order that is neither paid in cash nor on terms, whatever way the order comes by.
    ///
    /// Storefront products that we speak to have a checkout of their own: unless it is said otherwise, they take it. A
    /// shop that hands its orders over by queue alone says it with each order, so here it is nil.
    package var collector: PaymentCollector? {
        if let payments { return payments }
        switch paymentMethod {
        case .card: return .waybill
        case .marketplace: return .channel
        default: return ChannelDirectory.mapping(of: key.channel) == nil ? nil : .channel
        }
    }
}
