import WireJSON

extension Topology {
    /// The definitions file, for `rabbitmqctl import_definitions` or the management API: exchanges, queues and bindings,
    /// the operator policy, and whoever is given as users.
    ///
    /// - Parameter users: with their rights; none leaves the broker's users as they are.
    /// - Parameter storefronts: whose queues are declared and bound.
    /// - Returns: JSON that is the same for the same arguments.
    public func definitions(
        virtualHost: String = "/", users: [BrokerUser] = [], storefronts: [Storefront] = []
    ) -> [UInt8] {
        let host = JSONValue.string(virtualHost)
        return JSONValue.object([
            ("vhosts", .array([.object([("name", host)])])),
            ("users", .array(users.map(Self.user))),
            (
                "permissions",
                .array(
                    users.map { user in
                        .object([
                            ("user", .string(user.name)), ("vhost", host),
                            ("configure", .string(user.rights.configure)),
                            ("write", .string(user.rights.write)), ("read", .string(user.rights.read)),
                        ])
                    })
            ),
            (
                "topic_permissions",
                .array(
                    users.flatMap { user in
                        user.rights.topics.map { topic in
                            .object([
                                ("user", .string(user.name)), ("vhost", host), ("exchange", .string(topic.exchange)),
                                ("write", .string(topic.write)), ("read", .string(topic.read)),
                            ])
                        }
                    })
            ),
            ("parameters", .array([Self.policy(in: host)])),
            (
                "exchanges",
                .array(
                    exchanges.map { exchange in
                        .object([
                            ("name", .string(exchange.name)), ("vhost", host), ("type", .string(exchange.kind)),
                            ("durable", .bool(true)), ("auto_delete", .bool(false)), ("internal", .bool(false)),
                            ("arguments", .object([])),
                        ])
                    })
            ),
            (
                "queues",
                .array(
                    queues.map { Self.queue($0.name, Self.queueArguments($0), in: host) }
                        + storefronts.flatMap(\.queues).map {
                            Self.queue($0, Self.storefrontQueueArguments, in: host)
                        })
            ),
            (
                "bindings",
                .array((bindings + storefronts.flatMap(\.bindings)).map { Self.binding($0, in: host) })
            ),
        ]).jsonBytes
    }

    private static func user(_ user: BrokerUser) -> JSONValue {
        .object([
            ("name", .string(user.name)), ("password_hash", .string(user.passwordHash)),
            ("hashing_algorithm", .string("rabbit_password_hashing_sha256")),
            ("tags", .array(user.tags.map { .string($0) })),
        ])
    }

    private static func policy(in host: JSONValue) -> JSONValue {
        let policy = storefrontPolicy
        return .object([
            ("component", .string("operator_policy")), ("vhost", host), ("name", .string(policy.name)),
            (
                "value",
                .object([
                    ("pattern", .string(policy.pattern)), ("apply-to", .string("queues")),
                    ("priority", .number(text: "0")),
                    ("definition", .object(policy.definition.map { ($0.name, .number(text: String($0.value))) })),
                ])
            ),
        ])
    }

    private static func queue(
        _ name: String, _ arguments: [(name: String, value: QueueArgument)], in host: JSONValue
    ) -> JSONValue {
        .object([
            ("name", .string(name)), ("vhost", host), ("durable", .bool(true)), ("auto_delete", .bool(false)),
            (
                "arguments",
                .object(
                    arguments.map { argument in
                        switch argument.value {
                        case .string(let text): (argument.name, .string(text))
                        case .integer(let number): (argument.name, .number(text: String(number)))
                        }
                    })
            ),
        ])
    }

    private static func binding(_ binding: Binding, in host: JSONValue) -> JSONValue {
        .object([
            ("source", .string(binding.exchange)), ("vhost", host), ("destination", .string(binding.queue)),
            ("destination_type", .string("queue")), ("routing_key", .string(binding.routingKey)),
            ("arguments", .object([])),
        ])
    }
}
