import FoundationEssentials

/// Exchanges, queues and bindings: the one description that the administrative step applies, that services and tests
/// declare passively against, and that the definitions file is exported from.
public struct Topology: Sendable {
    public struct Exchange: Hashable, Sendable {
        public let name: String
        /// `topic` or `direct`.
        public let kind: String
    }

    public struct Queue: Hashable, Sendable {
        public let name: String
        /// Dead letters are kept in a queue of their own, which the owner of `name` drains into its database.
        public let isDeadLetter: Bool
        public let owner: ServiceName
    }

    public struct Binding: Hashable, Sendable {
        public let exchange: String
        public let queue: String
        public let routingKey: String
    }

    public static let commands = "waybill.commands"
    public static let events = "waybill.events"
    public static let publicEvents = "waybill.public"
    public static let intake = "waybill.intake"
    public static let deadLetters = "waybill.dead"

    /// Fixed for the life of an installation: an order's shard is computed from its id by whoever publishes.
    public static let sagaShards = 4

    /// In the place of a shard: orders that begin, and whatever intake says of one, in the order in which it says it.
    static let newOrders = "new"

    /// A last resort only: the engine never hands a message back to the broker as a retry.
    public static let deliveryLimit = 100

    public let exchanges: [Exchange]
    public let queues: [Queue]
    public let bindings: [Binding]

    public static let waybill: Topology = {
        var queues: [Queue] = []
        var bindings: [Binding] = []
        for service in ServiceName.allCases {
            for queue in service.everyQueue {
                queues.append(Queue(name: queue, isDeadLetter: false, owner: service))
                bindings.append(contentsOf: Self.bindings(of: service, queue: queue))
            }
            let dead = deadLetterQueue(of: service)
            queues.append(Queue(name: dead, isDeadLetter: true, owner: service))
            bindings.append(Binding(exchange: deadLetters, queue: dead, routingKey: service.rawValue))
        }
        return Topology(
            exchanges: [commands, events, publicEvents, intake].map { Exchange(name: $0, kind: "topic") } + [
                Exchange(name: deadLetters, kind: "direct")
            ], queues: queues, bindings: bindings)
    }()

    public static func deadLetterQueue(of service: ServiceName) -> String { "waybill.\(service.executable).dead" }

    /// The coordinator's shard of an order: the same on every publisher, so it is part of the contract.
    public static func shard(of orderID: UUID) -> Int {
        let id = orderID.uuid
        let last = UInt32(id.12) << 24 | UInt32(id.13) << 16 | UInt32(id.14) << 8 | UInt32(id.15)
        return Int(last % UInt32(sagaShards))
    }

    /// `inventory.reserve` for a command, `saga.<shard>` for one to the coordinator, `saga.new` for intake's.
    public static func routingKey(
        ofCommand type: MessageType, orderID: UUID, from sender: ServiceName? = nil
    ) -> String {
        guard type.service == ServiceName.saga.rawValue else { return "\(type.service).\(type.name)" }
        return "saga.\(sender == .intake ? newOrders : String(shard(of: orderID)))"
    }

    /// `saga.<shard>.<service>.<name>`: the coordinator takes its shards' by prefix, others by service and name. An order
    /// that begins is `saga.new.intake.order.accepted`: it waits beside the news of the orders under way, and what intake says
    /// of it waits behind it. What a storefront product may have to be told ends in one more word, its name, so that
    /// order-intake hears of the orders of such shops and of no others'.
    /// - Parameter channel: `<channel>/<shop>`, as envelopes carry it.
    public static func routingKey(ofEvent type: MessageType, orderID: UUID, channel: String? = nil) -> String {
        let shard = type.service == ServiceName.intake.rawValue ? newOrders : String(shard(of: orderID))
        let key = "saga.\(shard).\(type.service).\(type.name)"
        guard toldEvents.contains(type), let name = channel?.split(separator: "/").first.map(String.init),
            toldChannels.contains(name)
        else { return key }
        return "\(key).\(name)"
    }

    /// Storefront products that are told of their orders by calls of ours, as order-intake's adapters are named.
    public static let toldChannels = [
        "amazon", "hepsiburada", "magento", "n11", "shopify", "trendyol", "woocommerce",
    ]

    /// What they are told of, beside an order's headline and stock levels.
    private static let toldEvents: [MessageType] = [ParcelHandedOver.type, PaymentRefunded.type, ReturnChanged.type]

    /// Of an order's headlines, those that a channel may have to be told, what says that units were cancelled, and what has
    /// to be known where orders are worked from outside: what is to be sent, what must not be, what has left.
    private static let toldHeadlines =
        [
            HeadlineStatus.allocated, .onHold, .picking, .partiallyShipped, .shipped, .cancelled, .expired,
            .rejected,
        ].map(\.rawValue) + [OrderStatusChanged.unitsCancelled]

    private static func bindings(of service: ServiceName, queue: String) -> [Binding] {
        func events(_ keys: String...) -> [Binding] { events(keys) }
        func events(_ keys: [String]) -> [Binding] {
            keys.map { Binding(exchange: Self.events, queue: queue, routingKey: $0) }
        }
        let own = Binding(exchange: commands, queue: queue, routingKey: "\(service.rawValue).#")
        switch service {
        case .intake:
            // What the shops of storefront products hear, intake tells them: it hears no more than it needs for that.
            let news = toldChannels.flatMap { channel in
                (toldHeadlines.map { "order.\(channel).*.\($0)" } + ["stock.\(channel).*"]).map {
                    Binding(exchange: publicEvents, queue: queue, routingKey: $0)
                } + events(toldEvents.map { "saga.*.\($0.service).\($0.name).\(channel)" })
            }
            return [own, Binding(exchange: intake, queue: queue, routingKey: "orders.#")] + news
        case .saga:
            guard let shard = queue.split(separator: ".").last else { return [] }
            if shard == newOrders {
                return [Binding(exchange: commands, queue: queue, routingKey: "saga.\(newOrders)")]
                    + events("saga.\(newOrders).\(ServiceName.intake.rawValue).#")
            }
            return [Binding(exchange: commands, queue: queue, routingKey: "saga.\(shard)")]
                + [ServiceName.payment, .inventory, .warehouse, .shipping, .returns].map { speaker in
                    Binding(exchange: Self.events, queue: queue, routingKey: "saga.\(shard).\(speaker.rawValue).#")
                }
        case .payment: return [own]
        case .warehouse: return [own] + events("saga.*.inventory.site.changed")
        case .inventory:
            return [own]
                + events(
                    "saga.*.warehouse.handed_over.#", "saga.*.warehouse.put_back", "saga.*.intake.shop.changed",
                    "saga.*.intake.order.awaited")
        case .shipping: return [own] + events("saga.*.warehouse.handed_over.#")
        case .returns:
            return [own]
                + events(
                    "saga.*.shipping.delivered", "saga.*.shipping.returning", "saga.*.shipping.returned",
                    "saga.*.shipping.return_labelled", "saga.*.shipping.return_label_refused",
                    "saga.*.shipping.return_tracked", "saga.*.payment.refunded.#", "saga.*.payment.refund_failed",
                    "saga.*.payment.disputed", "saga.*.inventory.restocked")
        case .notifications: return [own] + events("saga.*.saga.milestone", "saga.*.returns.changed.#")
        }
    }
}
