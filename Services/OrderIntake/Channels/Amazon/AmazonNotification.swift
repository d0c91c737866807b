import WireJSON

/// What a message in the shop's queue says: which order changed (`ORDER_CHANGE`), and nothing that the order itself would not say.
/// <https://developer-docs.amazon.com/sp-api/docs/notification-type-values>
enum AmazonNotification: Hashable, Sendable {
    case order(id: String)
    /// Of another type, which somebody has subscribed to as well.
    case other(topic: String)
    case trouble(Trouble)

    /// Why a message waits for a person.
    enum Trouble: String, Hashable, Sendable {
        case unreadable = "unreadable_notification"
        /// The queue is another seller's too: this shop cannot ask for its orders.
        case otherSeller = "notification_of_other_seller"
        /// Amazon tells of an order and does not show it, however often it is asked.
        case notShown = "order_not_shown"
    }

    /// - Parameter seller: whose orders are meant; nil when that is not known.
    init(_ body: [UInt8], seller: String?) {
        guard let root = try? JSONDocument(parsing: body).root,
            let type = Self.text("notificationType", of: root)
        else {
            self = .trouble(.unreadable)
            return
        }
        guard type == "ORDER_CHANGE" else {
            self = .other(topic: "notification/\(type)")
            return
        }
        let change = Self.member("payload", of: root).flatMap { Self.member("orderChangeNotification", of: $0) }
        guard let change, let id = Self.text("amazonOrderId", of: change) else {
            self = .trouble(.unreadable)
            return
        }
        if let seller, let named = Self.text("sellerId", of: change), named != seller {
            self = .trouble(.otherSeller)
        } else {
            self = .order(id: id)
        }
    }

    /// This type of notification begins all its names with a capital, most others do not.
    private static func member(_ name: String, of node: JSONNode) -> JSONNode? {
        node[name.prefix(1).uppercased() + name.dropFirst()] ?? node[name]
    }

    private static func text(_ name: String, of node: JSONNode) -> String? {
        member(name, of: node)?.string.flatMap { $0.isEmpty ? nil : $0 }
    }
}
