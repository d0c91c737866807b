/// What a consumer knows about one connection. Lives and ends with it, on the consumer's thread.
struct ConsumerSession {
    let generation: UInt64
    private let connection: Connection
    private let queues: [String]
    private var assembler = ContentAssembler()
    private var deliveries: [Delivery] = []
    private var consumingCount = 0
    private var cancelledCount = 0
    private var isCancelSent = false
    private var lastAcknowledged: UInt64 = 0

    init(connection: Connection, generation: UInt64, queues: [String]) {
        self.connection = connection
        self.generation = generation
        self.queues = queues
    }

    var socket: Int32 { connection.socket }
    var readInterval: Duration { connection.readInterval }
    /// Every queue's consumer stands.
    var isConsuming: Bool { consumingCount == queues.count }
    /// The broker has confirmed the end of every consumer: nothing more will be delivered.
    var isCancelled: Bool { isCancelSent && cancelledCount == queues.count }

    func start(prefetch: Int) throws(AMQPError) {
        try connection.setPrefetch(prefetch)
        for queue in queues {
            // The queue's name serves as consumer tag, so that a delivery says where it comes from.
            try connection.startConsuming(queue, tag: queue)
        }
    }

    /// Reads whatever has arrived, without waiting.
    mutating func readAll() throws(AMQPError) {
        while let frame = try connection.nextFrame() {
            switch frame {
            case .content(let start):
                try assembler.begin(start)
            case .header(let bodySize, let properties):
                if let content = try assembler.header(bodySize: bodySize, properties) { deliver(content) }
            case .body(let piece):
                if let content = try assembler.body(piece) { deliver(content) }
            case .consumeOK:
                consumingCount += 1
            case .cancelOK:
                cancelledCount += 1
            case .cancelledByBroker(let queue):
                throw AMQPError(
                    .cancelledByBroker, "the broker cancelled the consumer of \(queue): deleted, or without a leader",
                    isRetriable: true)
            case .channelClosed(let error), .connectionClosed(let error):
                throw error
            case .ack, .nack, .getEmpty, .blocked, .unblocked, .other:
                break
            }
        }
    }

    mutating func takeDeliveries() -> [Delivery]? {
        guard !deliveries.isEmpty else { return nil }
        defer { deliveries = [] }
        return deliveries
    }

    /// A repeated tag, or one of another connection, would make the broker close the channel (406), so it stays here.
    mutating func acknowledge(upTo tag: DeliveryTag) throws(AMQPError) {
        guard tag.generation == generation, tag.number > lastAcknowledged else { return }
        try connection.acknowledge(upTo: tag.number)
        lastAcknowledged = tag.number
    }

    mutating func cancel() throws(AMQPError) {
        guard !isCancelSent else { return }
        isCancelSent = true
        for queue in queues { try connection.stopConsuming(tag: queue) }
    }

    func close() {
        connection.close()
    }

    private mutating func deliver(_ content: ContentAssembler.Content) {
        guard case .delivery(let queue, let number, let redelivered, let exchange, let routingKey) = content.start
        else { return }
        let count = content.properties.headers["x-delivery-count"]?.int64 ?? 0
        deliveries.append(
            Delivery(
                tag: DeliveryTag(generation: generation, number: number), queue: queue, exchange: exchange,
                routingKey: routingKey, redelivered: redelivered, deliveryCount: Int(clamping: count),
                properties: content.properties, body: content.body))
    }
}
