import Contracts

/// One kind of customer: what they order, how they pay, and what they do about it afterwards.
///
/// What becomes of an order depends on its recipe and on whether its wish was granted, and on nothing else as long as
/// there is stock: so the undisturbed run says what every order of a disturbed one has to come to.
struct Recipe: Sendable {
    /// By which way the order comes.
    enum Way: Sendable {
        /// The queue of the shop `web/main`, or of `store/second`.
        case web, store
        /// Signed webhooks.
        case shopify, wooCommerce
    }

    /// What the customer asks for while the order is under way; which of the two wins is open.
    enum Wish: Sendable {
        case cancel, cancelLine, changeAddress
        /// Shopify's own `orders/cancelled`.
        case cancelAtChannel
    }

    /// What comes back after delivery.
    struct Comeback: Sendable {
        var settlement = ReturnSettlementKind.refund
        var disposition = ReturnDisposition.restock
        /// One unit of the first line instead of everything.
        var isPartial = false
    }

    var name: String
    var way = Way.web
    var kind = OrderKind.standard
    var method = PaymentMethod.card
    var state = PaymentState.unpaid
    var token: String? = "tok_ok"
    var postcode = "10117"
    var isScarce = false
    var wish: Wish?
    var comeback: Comeback?

    /// Money that the provider, the courier or the channel has; never two answers to one order.
    static let menu: [Recipe] = [
        Recipe(name: "card"),
        Recipe(name: "express", kind: .express),
        Recipe(name: "marketplace", method: .marketplace, state: .paid, token: nil),
        Recipe(name: "cash on delivery", method: .cashOnDelivery, token: nil),
        Recipe(name: "authorised at the shop", state: .authorised),
        Recipe(name: "declined", token: "tok_declined"),
        Recipe(name: "insufficient funds", token: "tok_insufficient_funds"),
        Recipe(name: "provider loses its answer", token: "tok_timeout_once"),
        Recipe(name: "provider loses the request", token: "tok_unreachable_once"),
        Recipe(name: "authorisation lapses", token: "tok_expires"),
        Recipe(name: "another amount, held for review", token: "tok_wrong_amount"),
        Recipe(name: "click and collect", kind: .pickup),
        Recipe(name: "digital", kind: .digital),
        Recipe(name: "backorder", kind: .backorder),
        Recipe(name: "pre-order", kind: .preorder),
        Recipe(name: "on terms", kind: .b2b, method: .invoice, token: nil),
        Recipe(name: "drop-ship", kind: .dropship),
        Recipe(name: "second shop", way: .store),
        Recipe(name: "carrier loses its answer", way: .store, method: .cashOnDelivery, token: nil, postcode: "TIMEOUT"),
        Recipe(name: "delayed parcel", way: .store, postcode: "DELAYED"),
        Recipe(name: "Shopify, paid", way: .shopify, state: .paid),
        Recipe(name: "Shopify, authorised", way: .shopify, state: .authorised),
        Recipe(name: "WooCommerce", way: .wooCommerce, state: .paid),
        Recipe(name: "cancel, card", wish: .cancel),
        Recipe(name: "cancel, cash", method: .cashOnDelivery, token: nil, wish: .cancel),
        Recipe(name: "cancel, marketplace", way: .store, method: .marketplace, state: .paid, token: nil, wish: .cancel),
        Recipe(name: "cancel a line", wish: .cancelLine),
        Recipe(name: "cancel a line, second shop", way: .store, wish: .cancelLine),
        Recipe(name: "another address", wish: .changeAddress),
        Recipe(name: "cancelled at Shopify", way: .shopify, state: .paid, wish: .cancelAtChannel),
        Recipe(name: "return", comeback: Comeback()),
        Recipe(name: "return of one unit", way: .store, comeback: Comeback(disposition: .quarantine, isPartial: true)),
        Recipe(name: "damaged return", comeback: Comeback(disposition: .writeOff)),
        Recipe(name: "return for credit", comeback: Comeback(settlement: .storeCredit)),
        Recipe(name: "exchange", comeback: Comeback(settlement: .exchange, isPartial: true)),
        Recipe(name: "scarce", isScarce: true),
        Recipe(name: "scarce, marketplace", method: .marketplace, state: .paid, token: nil, isScarce: true),
    ]

    static func of(_ number: Int) -> Recipe { menu[number % menu.count] }
}
