import Contracts
import WireJSON

/// What intake must know of a storefront product. Pure: no I/O, no clock; one more channel is one folder with one of
/// these and one line in ``ChannelDirectory`` (see README.md in this folder).
package protocol ChannelMapping: Sendable {
    /// As routing keys name it, such as `shopify`.
    var channel: String { get }

    /// How the addresses of its shops name it: as routing keys do, unless the channel takes no such address.
    var addressName: String { get }

    /// What a request says of itself, read from everything but its body's content; nil for one that the channel does not
    /// send, as all are where it has no webhooks.
    func describe(_ request: WebhookRequest) -> WebhookDescription?

    /// What a topic is about.
    func subject(ofTopic topic: String) -> WebhookSubject

    /// What to enter on the channel's side so that its orders come here by themselves, line by line.
    /// - Parameter address: of the shop's webhooks.
    func setup(of shop: ShopKey, address: String, secret: String) -> [String]

    /// What a document of an answer is about.
    func subject(ofDocument root: JSONNode) -> WebhookSubject

    /// The HTTP status by which the channel knows that a request of this method was taken.
    func successStatus(of method: String) -> Int

    /// Whether a payload may be about a part of an order's lines, and others about the rest.
    var tellsParts: Bool { get }

    /// Whether an order's lines hold what is still wanted of them, and nothing else says what was cancelled.
    var tellsWhatIsLeft: Bool { get }

    /// Whether an order's lines stay what was ordered, whatever is refunded of them.
    var keepsRefundedUnits: Bool { get }

    /// Whether an order that it has not cleared yet is one that customers have placed: its goods are held for them.
    var holdsAwaited: Bool { get }

    /// The package that a payload is about, where orders are told of package by package; nil where it says none.
    func package(of node: JSONNode) -> ChannelPackage?

    /// Whether a package says that it was made of others.
    var tellsSplits: Bool { get }

    /// How far apart the packages come that an order was split into before it was heard of, where nobody asks the channel.
    var packagesWithin: Duration { get }

    /// The orders in a body: webhooks carry the bare order, answers of the REST interface wrap one or a list. Empty
    /// when the document holds no order at all.
    func orders(in root: JSONNode) -> [JSONNode]

    /// The orders of an answer of the channel's own interface, each as a document that ``orders(in:)`` reads as one order.
    func documents(in page: JSONNode) -> [[UInt8]]

    /// The channel's id in an order or in what stands for a deleted one.
    func externalID(of node: JSONNode) -> String?

    /// Whether an order is one that was deleted, and can still be asked for.
    func isDeleted(_ order: JSONNode) -> Bool

    /// The refunds that an order's payload lists.
    func refunds(in order: JSONNode, for shop: Shop) -> [ChannelRefund]

    /// Units by line whose price the merchant gave back, of an order whose lines are less by them and whose refunds name none.
    func unitsGivenBack(in order: JSONNode) -> [String: Int]

    /// The refund that a webhook of its own is about, with the channel's id of its order; nil when it is none.
    func refund(in root: JSONNode, for shop: Shop) -> (orderID: String, refund: ChannelRefund)?

    /// Where the order that a body names goes from now on, with the channel's id of it; without the address where it is not a whole one.
    func address(in root: JSONNode, for shop: Shop) -> (orderID: String, address: Address?)?

    /// The claims in an answer of the channel's own interface; nil when it is none.
    func claims(in body: [UInt8]) -> [ChannelClaim]?

    /// What a webhook about a person's data asks; nil when it cannot be understood.
    func privacyRequest(ofTopic topic: String, in root: JSONNode) -> PrivacyRequest?

    /// The canonical order.
    func map(_ node: JSONNode, for shop: Shop) -> MappedOrder
}

extension ChannelMapping {
    package var addressName: String { channel }

    package var tellsParts: Bool { false }

    package var tellsSplits: Bool { true }

    package var packagesWithin: Duration { .zero }

    package var tellsWhatIsLeft: Bool { false }

    package var keepsRefundedUnits: Bool { false }

    package var holdsAwaited: Bool { false }

    package func documents(in page: JSONNode) -> [[UInt8]] { orders(in: page).map { Array($0.rawBytes) } }

    package func package(of node: JSONNode) -> ChannelPackage? { nil }

    package func describe(_ request: WebhookRequest) -> WebhookDescription? { nil }

    package func setup(of shop: ShopKey, address: String, secret: String) -> [String] {
        ["Not by webhook: \(channel) sends none that are understood."]
    }

    package func subject(ofTopic topic: String) -> WebhookSubject { .unhandled }

    package func subject(ofDocument root: JSONNode) -> WebhookSubject { .order }

    package func successStatus(of method: String) -> Int { 200 }

    package func address(in root: JSONNode, for shop: Shop) -> (orderID: String, address: Address?)? { nil }

    package func claims(in body: [UInt8]) -> [ChannelClaim]? { nil }

    package func privacyRequest(ofTopic topic: String, in root: JSONNode) -> PrivacyRequest? { nil }

    package func isDeleted(_ order: JSONNode) -> Bool { false }

    package func refunds(in order: JSONNode, for shop: Shop) -> [ChannelRefund] { [] }

    package func unitsGivenBack(in order: JSONNode) -> [String: Int] { [:] }

    package func refund(in root: JSONNode, for shop: Shop) -> (orderID: String, refund: ChannelRefund)? { nil }
}

package enum WebhookSubject: Hashable, Sendable {
    /// The body is an order as it now reads.
    case order
    /// The body names an order that is gone.
    case deletion
    /// The body is a refund, or a cancel of some lines, and names its order.
    case refund
    /// The body says where an order goes, and names it.
    case address
    /// The body asks about a person's data.
    case privacy
    /// The body is a ``ChannelClaim``.
    case claim
    /// A person has to do something about it, which this code names: it is parked.
    case attention(String)
    /// Kept, and answered: nothing is done about it yet.
    case unhandled
}

/// What a payload came to.
package enum MappedOrder: Sendable {
    case order(Order, Disposition)
    /// It cannot be understood or carried out as an order; a person must look.
    case unfit([Reason])
}
