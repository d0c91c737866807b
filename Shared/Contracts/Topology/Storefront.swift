/// One shop of one channel as the broker knows it: its user, its queues, its routing keys.
public struct Storefront: Hashable, Sendable {
    public let channel: String
    public let shop: String

    /// - Returns: nil unless both names are 1 to 64 lower-case letters, digits, `-` or `_`. A dot would make `a` and `a.b`
    ///   share routing keys; the channel `operator` is where answers to operators go.
    public init?(channel: String, shop: String) {
        guard Self.isName(channel), Self.isName(shop), channel != "operator" else { return nil }
        self.channel = channel
        self.shop = shop
    }

    /// `<channel>/<shop>`, as envelopes carry it in `channel`.
    public var sender: String { "\(channel)/\(shop)" }

    /// The broker user that the shop logs in as.
    public var brokerUser: String { "storefront.\(channel).\(shop)" }

    /// What it publishes its orders with.
    public var submissionKey: String { "orders.\(channel).\(shop)" }

    /// What the answers to its submissions are published with.
    public var answerKey: String { "answer.\(channel).\(shop)" }

    /// What news of an order are published with.
    /// - Parameter event: such as `status`.
    public func orderKey(_ event: String) -> String { "order.\(channel).\(shop).\(event)" }

    /// What stock levels are published with; the SKU stands in the body.
    public var stockKey: String { "stock.\(channel).\(shop)" }

    /// Its three queues. They are apart so that a shop that does not read its stock levels still has its answers.
    public var queues: [String] { bindings.map(\.queue) }

    /// Its queues with what is bound to them.
    public var bindings: [Topology.Binding] {
        [("answers", answerKey), ("orders", orderKey("#")), ("stock", stockKey)].map { name, key in
            Topology.Binding(
                exchange: Topology.publicEvents, queue: "storefront.\(channel).\(shop).\(name)", routingKey: key)
        }
    }

    private static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95 }
    }
}
