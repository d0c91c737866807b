/// What a storefront asks about a person, as the law lets the person ask it.
package enum PrivacyRequest: Hashable, Sendable {
    /// What is kept of the customer is to be handed over, of these orders by the channel's ids.
    case disclosure(orders: [String])
    /// The customer is to be forgotten, in these orders.
    case erasure(orders: [String])
    /// The shop has left, and all its customers are to be forgotten.
    case closure

    /// By the channel's ids.
    package var orders: [String] {
        switch self {
        case .disclosure(let orders), .erasure(let orders): orders
        case .closure: []
        }
    }
}
