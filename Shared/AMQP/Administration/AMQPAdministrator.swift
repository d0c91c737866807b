import Executors

/// Declares and inspects topology, and moves single messages: for set-up, the operator's command and tests. Not for
/// traffic: each call waits for the broker's answer.
///
/// Its calls run on a thread of its own. A call that the broker refuses throws and leaves the administrator usable.
public actor AMQPAdministrator {
    private let executor = ThreadExecutor(name: "amqp-admin")
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    private let configuration: AMQPConfiguration
    private var isOpen = false
    private var connection: Connection?
    /// Outlives a call, for the broker counts publish tags per channel.
    private var window = ConfirmWindow(limit: 256)

    /// - Parameter configuration: without its heartbeats: nobody would answer them between two calls, which may be minutes
    ///   apart. Each call has a time limit of its own.
    public init(configuration: AMQPConfiguration) {
        var configuration = configuration
        configuration.heartbeat = 0
        self.configuration = configuration
    }

    /// - Throws: `.connection`, `.timeout`, `.tls`, `.authentication`, `.vhost`.
    public func connect() throws(AMQPError) {
        _ = try current()
        isOpen = true
    }

    /// Closes the connection and ends the thread. `connect()` starts both again.
    public func close() {
        isOpen = false
        connection?.close()
        connection = nil
        executor.stop()
    }

    // MARK: - Topology

    /// - Parameters:
    ///   - type: `topic`, `direct`, `fanout` or `headers`.
    ///   - passive: only checks that it exists.
    /// - Throws: `.notFound` when passive and missing, `.preconditionFailed` when it exists with other attributes.
    public func declareExchange(
        _ name: String, type: String = "topic", durable: Bool = true, passive: Bool = false
    ) throws(AMQPError) {
        try request("declaring exchange \(name)") { connection in
            connection.declareExchange(name, type: type, durable: durable, passive: passive)
        }
    }

    /// A durable queue, with `arguments` such as `["x-queue-type": "quorum"]`.
    ///
    /// - Parameter passive: only checks that it exists; arguments are not compared.
    /// - Throws: `.notFound` when passive and missing, `.preconditionFailed` when it exists with other arguments.
    @discardableResult
    public func declareQueue(
        _ name: String, arguments: [String: HeaderValue] = [:], passive: Bool = false
    ) throws(AMQPError) -> (messageCount: Int, consumerCount: Int) {
        try request("declaring queue \(name)") { connection in
            connection.declareQueue(name, arguments: arguments, passive: passive)
        }
    }

    /// - Throws: `.notFound` when the queue or the exchange does not exist.
    public func bind(queue: String, exchange: String, routingKey: String) throws(AMQPError) {
        try request("binding queue \(queue) to exchange \(exchange)") { connection in
            connection.bind(queue: queue, exchange: exchange, routingKey: routingKey)
        }
    }

    /// - Returns: how many messages are gone.
    @discardableResult
    public func purge(_ queue: String) throws(AMQPError) -> Int {
        try request("purging queue \(queue)") { connection in connection.purge(queue) }
    }

    /// Deletes a queue with what is in it; one that does not exist is no error.
    public func delete(queue: String) throws(AMQPError) {
        try request("deleting queue \(queue)") { connection in connection.delete(queue: queue) }
    }

    /// Deletes an exchange; one that does not exist is no error.
    public func delete(exchange: String) throws(AMQPError) {
        try request("deleting exchange \(exchange)") { connection in connection.delete(exchange: exchange) }
    }

    // MARK: - Messages

    /// Publishes in order and waits until the broker has taken all of them.
    ///
    /// - Throws: `.unroutable` when a mandatory message reached no queue, `.refusedByBroker` after a basic.nack,
    ///   `.blocked`, `.timeout`. Any of them leaves open which messages were taken: repeat with the same ids.
    public func publishAndConfirm(_ messages: [Outbound]) throws(AMQPError) {
        if let defect = messages.lazy.compactMap(\.defect).first { throw AMQPError(.invalidMessage, defect) }
        let unroutable = try withConnection { connection throws(AMQPError) in
            window.enqueue(messages)
            return try settle(on: connection)
        }
        if let (message, reason) = unroutable {
            throw AMQPError(
                .unroutable, replyCode: reason.code, "\(message.exchange)/\(message.routingKey): \(reason.text)")
        }
    }

    /// - Returns: a message that the broker gave back.
    private func settle(on connection: Connection) throws(AMQPError) -> (Outbound, ConfirmWindow.Reason)? {
        let waker = Waker()
        var session = PublisherSession(connection: connection)
        var deadline = ContinuousClock.now + configuration.rpcTimeout
        var unroutable: (Outbound, ConfirmWindow.Reason)?
        while true {
            if try session.readAll(settling: &window) == true {
                throw AMQPError(.blocked, "the broker takes no messages now", isRetriable: true)
            }
            if session.isPaused { throw AMQPError(.refusedByBroker, "basic.nack", isRetriable: true) }
            if let settlement = window.takeSettlement() {
                deadline = .now + configuration.rpcTimeout
                unroutable = unroutable ?? settlement.returned.first
            }
            if window.unsettledCount == 0 { return unroutable }
            guard ContinuousClock.now < deadline else {
                throw AMQPError(.timeout, "no confirm from the broker", isRetriable: true)
            }
            if case .wait(let limit, let untilWritable) = try session.writeSome(of: &window) {
                waker.sleep(socket: connection.socket, orWritable: untilWritable, atMost: limit)
            }
        }
    }

    /// Takes one message from the queue for good: it is acknowledged before it is returned. `nil` when there is none.
    ///
    /// - Throws: `.notFound`, `.timeout`.
    public func get(_ queue: String) throws(AMQPError) -> Delivery? {
        let configuration = configuration
        return try withConnection { connection throws(AMQPError) in
            try connection.requestOne(from: queue)
            var assembler = ContentAssembler()
            let deadline = ContinuousClock.now + configuration.rpcTimeout
            while true {
                let rest = ContinuousClock.now.duration(to: deadline)
                guard rest > .zero else {
                    throw AMQPError(.timeout, "no answer to basic.get from \(queue)", isRetriable: true)
                }
                var content: ContentAssembler.Content?
                switch try connection.nextFrame(timeout: rest) {
                case .content(let start): try assembler.begin(start)
                case .header(let bodySize, let properties):
                    content = try assembler.header(bodySize: bodySize, properties)
                case .body(let piece): content = try assembler.body(piece)
                case .getEmpty: return nil
                case .channelClosed(let error), .connectionClosed(let error): throw error
                default: break
                }
                if let content { return Delivery(content, queue: queue) }
            }
        }
    }

    // MARK: -

    private func request<Answer>(
        _ doing: String, _ body: (Connection) -> Answer
    ) throws(AMQPError) -> Answer {
        try withConnection { connection throws(AMQPError) in
            let answer = body(connection)
            try connection.checkReply(doing)
            return answer
        }
    }

    /// Runs `body` on the connection, which is made anew when an earlier call has lost it.
    private func withConnection<Result>(
        _ body: (Connection) throws(AMQPError) -> Result
    ) throws(AMQPError) -> Result {
        guard isOpen else { throw AMQPError(.closed, "the administrator is not connected") }
        let connection = try current()
        do throws(AMQPError) {
            return try body(connection)
        } catch {
            // A refusal closes the channel and an accident leaves frames under way that belong to nobody. Errors are
            // rare here, so either ends the connection.
            if error.blamedMethod != nil { connection.close() }
            self.connection = nil
            throw error
        }
    }

    private func current() throws(AMQPError) -> Connection {
        if let connection { return connection }
        let connection = try Connection(configuration)
        try connection.selectConfirms()
        window = ConfirmWindow(limit: 256)
        self.connection = connection
        return connection
    }
}

extension Delivery {
    fileprivate init?(_ content: ContentAssembler.Content, queue: String) {
        guard case .getOK(let tag, let redelivered, let exchange, let routingKey) = content.start else { return nil }
        self.init(
            tag: DeliveryTag(generation: 0, number: tag), queue: queue, exchange: exchange, routingKey: routingKey,
            redelivered: redelivered,
            deliveryCount: Int(clamping: content.properties.headers["x-delivery-count"]?.int64 ?? 0),
            properties: content.properties, body: content.body)
    }
}
