import Contracts
import WireJSON

/// What intake must know of a storefront product. Pure: no I/O, no clock; a ninth channel is one folder with one of
/// these and one line in ``ChannelDirectory``.
package protocol ChannelMapping: Sendable {
    /// As routing keys and URLs name it, such as `shopify`.
    var channel: String { get }

    /// What a request says of itself, read from its headers.
    /// - Parameter header: the value of a header, by a name in any case.
    func describe(body: [UInt8], header: (String) -> String?) -> WebhookDescription

    /// What a topic is about.
    func subject(ofTopic topic: String) -> WebhookSubject

    /// The orders in a body: webhooks carry the bare order, answers of the REST interface wrap one or a list. Empty
    /// when the document holds no order at all.
    func orders(in root: JSONNode) -> [JSONNode]

    /// The channel's id in an order or in what stands for a deleted one.
    func externalID(of node: JSONNode) -> String?

    /// The refunds that an order's payload lists.
    func refunds(in order: JSONNode, for shop: Shop) -> [ChannelRefund]

    /// The refund that a webhook of its own is about, with the channel's id of its order; nil when it is none.
    func refund(in root: JSONNode, for shop: Shop) -> (orderID: String, refund: ChannelRefund)?

    /// The canonical order.
    func map(_ node: JSONNode, for shop: Shop) -> MappedOrder
}

extension ChannelMapping {
    package func refund(in root: JSONNode, for shop: Shop) -> (orderID: String, refund: ChannelRefund)? { nil }
}

/// A webhook request's headers, as a channel reads them.
package struct WebhookDescription: Hashable, Sendable {
    /// Such as `orders/create`; it is not signed.
    package var topic: String
    /// Base64 of HMAC-SHA256 over the raw body.
    package var signature: String?
    /// The channel's id of the event, the same in a repeat; nil where it has none that is.
    package var eventID: String?
    /// The domain of the shop that speaks, in lower case; nil when the request does not say. It is not signed either.
    package var origin: String?
    /// An unsigned request that only wants to know whether anybody is there.
    package var isPing: Bool

    package init(
        topic: String, signature: String?, eventID: String? = nil, origin: String? = nil, isPing: Bool = false
    ) {
        self.topic = topic
        self.signature = signature
        self.eventID = eventID
        self.origin = origin
        self.isPing = isPing
    }
}

package enum WebhookSubject: Hashable, Sendable {
    /// The body is an order as it now reads.
    case order
    /// The body names an order that is gone.
    case deletion
    /// The body is a refund, and names its order.
    case refund
    /// Kept, and answered: nothing is done about it yet.
    case unhandled
}

/// What a payload came to.
package enum MappedOrder: Sendable {
    case order(Order, Disposition)
    /// It cannot be understood or carried out as an order; a person must look.
    case unfit([Reason])
}
