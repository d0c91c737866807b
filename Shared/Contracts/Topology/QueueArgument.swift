/// The value of a queue's argument, as AMQP has it.
public enum QueueArgument: Hashable, Sendable {
    case string(String)
    case integer(Int64)
}

extension Topology {
    /// The arguments that a queue is declared with. They are part of its identity: a queue that exists with others is
    /// refused by the broker.
    public static func queueArguments(_ queue: Queue) -> [(name: String, value: QueueArgument)] {
        if queue.isDeadLetter {
            // The last stop: nothing behind it. RabbitMQ 4 gives a quorum queue a limit of 20 deliveries by default, after
            // which it would drop the message.
            return [("x-queue-type", .string("quorum")), ("x-delivery-limit", .integer(1_000_000))]
        }
        return [
            ("x-queue-type", .string("quorum")),
            ("x-delivery-limit", .integer(Int64(deliveryLimit))),
            ("x-dead-letter-exchange", .string(deadLetters)),
            ("x-dead-letter-routing-key", .string(queue.owner.rawValue)),
            // Dead letters are confirmed by the dead-letter queue before they are removed, which the broker does only with
            // reject-publish.
            ("x-dead-letter-strategy", .string("at-least-once")),
            ("x-overflow", .string("reject-publish")),
        ]
    }

    /// The arguments of a storefront's queues. Length and age are set by ``storefrontPolicy``, so that they can be
    /// changed without declaring the queue anew; what overflows are the oldest messages, never our publisher.
    public static let storefrontQueueArguments: [(name: String, value: QueueArgument)] = [
        ("x-queue-type", .string("quorum")), ("x-overflow", .string("drop-head")),
    ]

    /// The operator policy that bounds storefront queues: an absent shop harms nobody.
    public static let storefrontPolicy: (name: String, pattern: String, definition: [(name: String, value: Int64)]) = (
        name: "waybill-storefronts", pattern: #"^storefront\."#,
        definition: [
            ("max-length", 100_000), ("max-length-bytes", 64 << 20), ("message-ttl", 7 * 86_400_000),
        ]
    )
}
