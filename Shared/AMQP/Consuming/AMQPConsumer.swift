import Logging
import Synchronization

/// Consumes several queues on a thread, a connection and a channel of its own, with manual acknowledgement.
///
/// It never nacks and never consumes twice on one channel: whatever goes wrong ends the connection, the broker hands
/// out again what was not acknowledged, and the next connection has a higher generation.
public final class AMQPConsumer: Sendable {
    private struct Requests {
        var ack: DeliveryTag?
        /// The last tag handed out. What lies beyond it cannot be acknowledged.
        var lastDelivered = DeliveryTag(generation: 0, number: 0)
        var isCancelled = false
    }

    private let configuration: AMQPConfiguration
    private let queues: [String]
    private let prefetch: Int
    private let endsOnRefusal: Bool
    private let logger: Logger
    private let onEvent: @Sendable (ConsumerEvent) -> Void
    private let loop = ConnectionLoop()
    private let requests = Mutex(Requests())

    /// - Parameters:
    ///   - queues: names, each once. They must exist.
    ///   - prefetch: how many deliveries of each queue may be unacknowledged, 1...65535. This bounds memory.
    ///   - endsOnRefusal: whether `run()` ends when the first connection is refused for good. A process that is watched
    ///     rather than started by hand says so in its readiness and goes on trying: somebody may be about to put it right.
    ///   - onEvent: called on the consumer's own thread. It must not block, for heartbeats wait meanwhile.
    public init(
        configuration: AMQPConfiguration, queues: [String], prefetch: Int, endsOnRefusal: Bool = true, logger: Logger,
        onEvent: @escaping @Sendable (ConsumerEvent) -> Void
    ) {
        self.configuration = configuration
        self.queues = queues
        self.prefetch = max(1, prefetch)
        self.endsOnRefusal = endsOnRefusal
        self.logger = logger
        self.onEvent = onEvent
    }

    /// Connects and consumes until `close()` or cancellation, reconnecting as often as it takes. Runs only once.
    ///
    /// After `cancelConsuming()` it goes on for the sake of the acks, but a connection lost then is not replaced.
    ///
    /// - Throws: unless told not to end on a refusal, `AMQPError` when the first connection fails for a reason that time does not cure: `.authentication`,
    ///   `.vhost`, `.notFound` (a queue), `.accessRefused`.
    public func run() async throws {
        try await loop.run(threadName: "amqp-consume") { () throws(AMQPError) in
            try self.runOnThread()
        }
    }

    /// Acknowledges `tag` and everything delivered before it, on all queues. Safe from any thread, does not wait.
    ///
    /// A tag of an earlier connection is ignored: its message is coming again. So is one that was never delivered,
    /// which would make the broker close the channel.
    public func ack(upTo tag: DeliveryTag) {
        let isFirst = requests.withLock { requests in
            let last = requests.lastDelivered
            guard tag.generation == last.generation, tag.number <= last.number else { return false }
            defer { requests.ack = max(requests.ack ?? tag, tag) }
            return requests.ack == nil
        }
        if isFirst { loop.wake() }
    }

    /// Asks the broker for no more. `ConsumerEvent.cancelled` says that the last delivery has been seen; what was
    /// delivered can still be acknowledged.
    public func cancelConsuming() {
        requests.withLock { $0.isCancelled = true }
        loop.wake()
    }

    /// Sends the acks asked for before this call, closes channel and connection, and waits for the end of `run()`.
    public func close() async {
        await loop.close()
    }

    public var isConnected: Bool { loop.isConnected }

    // MARK: - On the thread

    private func runOnThread() throws(AMQPError) {
        var generation: UInt64 = 0
        var isCancelReported = false
        try loop.repeatSessions(
            configuration, endsOnRefusal: endsOnRefusal, while: { !requests.withLock { $0.isCancelled } },
            onFailure: { error in
                logger.warning("Consumer disconnected", metadata: ["error": "\(error)"])
                onEvent(.disconnected(error))
            }
        ) { connection, ready throws(AMQPError) in
            generation += 1
            var session = ConsumerSession(connection: connection, generation: generation, queues: queues)
            try run(&session, ready: ready, isCancelReported: &isCancelReported)
        }
        if !isCancelReported && requests.withLock({ $0.isCancelled }) {
            onEvent(.cancelled)
        }
        // With the connection gone there is nothing to acknowledge, but `run()` ends only when told to.
        while !loop.isClosing {
            loop.sleep(atMost: .seconds(60))
        }
    }

    private func run(
        _ session: inout ConsumerSession, ready: () -> Void, isCancelReported: inout Bool
    ) throws(AMQPError) {
        try session.start(prefetch: prefetch)
        let deadline = ContinuousClock.now + configuration.rpcTimeout
        var isReady = false
        while true {
            // In this order: an ack asked for before the close is sent before it.
            let isClosing = loop.isClosing
            let (ack, isCancelled) = requests.withLock { requests in
                defer { requests.ack = nil }
                return (requests.ack, requests.isCancelled)
            }
            if let ack { try session.acknowledge(upTo: ack) }
            if isClosing {
                session.close()
                return
            }
            if isCancelled { try session.cancel() }

            try session.readAll()
            if !isReady && session.isConsuming {
                isReady = true
                ready()
                logger.info(
                    "Consuming", metadata: ["queues": "\(queues)", "generation": "\(session.generation)"])
                onEvent(.connected(generation: session.generation))
            }
            guard isReady || ContinuousClock.now < deadline else {
                throw AMQPError(.timeout, "no answer to basic.consume", isRetriable: true)
            }
            if isReady, let deliveries = session.takeDeliveries() {
                if let last = deliveries.last { requests.withLock { $0.lastDelivered = last.tag } }
                onEvent(.deliveries(deliveries))
            }
            if session.isCancelled && !isCancelReported {
                isCancelReported = true
                onEvent(.cancelled)
            }
            loop.sleep(socket: session.socket, atMost: session.readInterval)
        }
    }
}
