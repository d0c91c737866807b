/// A message as it arrived.
public struct Delivery: Sendable {
    public var tag: DeliveryTag
    /// The queue it came from (not its routing key).
    public var queue: String
    public var exchange: String
    public var routingKey: String
    public var redelivered: Bool
    /// How often a quorum queue had handed it out before (`x-delivery-count`); 0 when the broker does not say.
    public var deliveryCount: Int
    public var properties: MessageProperties
    public var body: [UInt8]

    public init(
        tag: DeliveryTag, queue: String, exchange: String, routingKey: String, redelivered: Bool, deliveryCount: Int,
        properties: MessageProperties, body: [UInt8]
    ) {
        self.tag = tag
        self.queue = queue
        self.exchange = exchange
        self.routingKey = routingKey
        self.redelivered = redelivered
        self.deliveryCount = deliveryCount
        self.properties = properties
        self.body = body
    }
}
