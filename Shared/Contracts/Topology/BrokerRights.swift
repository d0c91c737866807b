/// What a broker user may do in Waybill's virtual host: regular expressions over names, and over routing keys for each
/// topic exchange. All are anchored: RabbitMQ searches, it does not match.
public struct BrokerRights: Hashable, Sendable {
    public struct Topic: Hashable, Sendable {
        public var exchange: String
        public var write: String
        public var read: String
    }

    public static let none = "^$"
    public static let all = ".*"

    public var configure: String
    public var write: String
    public var read: String
    /// One entry for every topic exchange: a missing one means that any routing key is allowed.
    public var topics: [Topic]

    /// - Parameter writes: for each topic exchange that may be written to, which routing keys.
    private init(writing writes: [String: String], reading queues: [String]) {
        configure = Self.none
        write = Self.anyOf(writes.keys.sorted().map(Self.quoted))
        read = Self.anyOf(queues.map(Self.quoted))
        topics = Self.topicExchanges.map { Topic(exchange: $0, write: writes[$0] ?? Self.none, read: Self.none) }
    }

    /// A service reads its own queues and says its own things: events in its own name only, commands to others only where
    /// it is its business to ask, news for storefronts only of its own kind. It declares nothing.
    public static func service(_ service: ServiceName) -> BrokerRights {
        let own = service.rawValue
        let shard = service == .intake ? "([0-9]+|\(Topology.newOrders))" : "[0-9]+"
        var writes = [Topology.events: #"^saga\.\#(shard)\.\#(own)\.[a-z0-9_.-]+$"#]
        var announces = [#"answer\.operator\.\#(own)"#]
        switch service {
        case .saga, .returns: writes[Topology.commands] = #"^[a-z]+\.[a-z0-9_.-]+$"#
        // Intake hands a storefront's wishes on, and what somebody outside has sent.
        case .intake:
            writes[Topology.commands] =
                #"^(intake\.[a-z0-9_.-]+|saga\.\#(shard)|returns\.request|warehouse\.shipment\.record)$"#
        case .payment, .inventory, .warehouse, .shipping, .notifications:
            writes[Topology.commands] = #"^\#(own)\.[a-z0-9_.-]+$"#
        }
        switch service {
        case .intake: announces.append(#"answer\.\#(anyStorefront)"#)
        case .shipping: announces.append(#"order\.\#(anyStorefront)\.[a-z0-9_.-]+"#)
        // Both answer what storefronts asked for by way of intake.
        case .saga, .returns:
            announces.append(#"answer\.\#(anyStorefront)"#)
            announces.append(#"order\.\#(anyStorefront)\.[a-z0-9_.-]+"#)
        case .inventory: announces.append(#"stock\.\#(anyStorefront)"#)
        case .payment, .warehouse, .notifications: break
        }
        writes[Topology.publicEvents] = anyOf(announces)
        return BrokerRights(
            writing: writes,
            reading: Topology.waybill.queues.filter { $0.owner == service }.map(\.name))
    }

    /// A storefront submits under its own key and reads its own queues. It declares none: a queue of its own making could
    /// dead-letter into `waybill.intake` under another shop's key, which no permission checks, or refuse what we publish and
    /// so hold up everybody's news (an operator policy cannot forbid `reject-publish`).
    public static func storefront(_ storefront: Storefront) -> BrokerRights {
        BrokerRights(
            writing: [Topology.intake: anyOf([quoted(storefront.submissionKey)])], reading: storefront.queues)
    }

    /// An operator's command line sends commands; the answers it reads from the database.
    public static let operators = BrokerRights(writing: [Topology.commands: #"^[a-z]+\.[a-z0-9_.-]+$"#], reading: [])

    /// The administrative step declares everything, and may publish and read for checks and repairs.
    public static let administrator: BrokerRights = {
        var rights = BrokerRights(writing: [:], reading: [])
        (rights.configure, rights.write, rights.read) = (all, all, all)
        rights.topics = topicExchanges.map { Topic(exchange: $0, write: all, read: all) }
        return rights
    }()

    /// Ours and the one that every virtual host is born with.
    private static let topicExchanges =
        Topology.waybill.exchanges.filter { $0.kind == "topic" }.map(\.name) + ["amq.topic"]

    private static let anyStorefront = "[a-z0-9_-]+\\.[a-z0-9_-]+"

    private static func anyOf(_ expressions: [String]) -> String {
        expressions.isEmpty ? none : "^(\(expressions.joined(separator: "|")))$"
    }

    /// Names of ours consist of letters, digits, `-`, `_` and the dot, which alone means something in an expression.
    private static func quoted(_ name: String) -> String {
        name.split(separator: ".", omittingEmptySubsequences: false).joined(separator: "\\.")
    }
}
