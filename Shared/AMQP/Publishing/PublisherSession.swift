/// What a publisher knows about one connection. Lives and ends with it, on the publisher's thread.
struct PublisherSession {
    enum Next {
        /// Read, then write on.
        case more
        /// Nothing can be written before a frame, room in the socket or a message comes, or the time is up.
        case wait(Duration, untilWritable: Bool)
    }

    /// Messages between two reads. Small enough that confirms are taken in while the window is being filled.
    private static let burst = 64

    private let connection: Connection
    private var assembler = ContentAssembler()
    private var isBlocked = false
    private var refusals = Backoff()
    private var pausedUntil: ContinuousClock.Instant?

    /// - Parameter connection: in confirm mode.
    init(connection: Connection) {
        self.connection = connection
    }

    /// The broker has refused a message and is being left alone for a while.
    var isPaused: Bool { pausedUntil != nil }

    var socket: Int32 { connection.socket }

    func close() {
        connection.close()
    }

    /// Reads whatever has arrived, without waiting.
    ///
    /// - Returns: whether the broker is blocked, where it said anything about that.
    mutating func readAll(settling messages: inout ConfirmWindow) throws(AMQPError) -> Bool? {
        var news: Bool?
        while let frame = try connection.nextFrame() {
            switch frame {
            case .ack(let tag, let multiple):
                messages.acknowledge(tag: tag, multiple: multiple)
                if pausedUntil == nil { refusals.reset() }
            case .nack(let tag, let multiple):
                // A full queue (reject-publish) or an internal error. Both pass, but not in a microsecond.
                messages.refuse(tag: tag, multiple: multiple)
                if pausedUntil == nil { pausedUntil = .now + refusals.next() }
            case .content(let start):
                try assembler.begin(start)
            case .header(let bodySize, let properties):
                if let content = try assembler.header(bodySize: bodySize, properties) { take(content, &messages) }
            case .body(let piece):
                if let content = try assembler.body(piece) { take(content, &messages) }
            case .blocked:
                isBlocked = true
                news = true
            case .unblocked:
                isBlocked = false
                news = false
            case .channelClosed(let error):
                if let reason = error.publishFailure { messages.channelClosed(blamingPublish: reason) }
                throw error
            case .connectionClosed(let error):
                throw error
            case .consumeOK, .cancelOK, .cancelledByBroker, .getEmpty, .other:
                break
            }
        }
        return news
    }

    /// Writes until the window is full, the socket is, or a burst is out.
    mutating func writeSome(of messages: inout ConfirmWindow) throws(AMQPError) -> Next {
        let interval = connection.readInterval
        if isBlocked { return .wait(interval, untilWritable: false) }
        if let until = pausedUntil {
            let rest = ContinuousClock.now.duration(to: until)
            if rest > .zero { return .wait(min(rest, interval), untilWritable: false) }
            pausedUntil = nil
        }
        for _ in 0..<Self.burst {
            messages.rejectFirst { message in
                message.defect.map { ConfirmWindow.Reason(code: 502, text: $0) }
            }
            guard messages.hasWaiting else { return .wait(interval, untilWritable: false) }
            // The library would block in a full socket, and a broker in trouble may leave it full for minutes.
            guard connection.isWritable else { return .wait(interval, untilWritable: true) }
            guard let message = messages.next() else { return .wait(interval, untilWritable: false) }
            try connection.publish(message)
        }
        return .more
    }

    private func take(_ content: ContentAssembler.Content, _ messages: inout ConfirmWindow) {
        guard case .returned(let code, let text, let exchange, let routingKey) = content.start else { return }
        // One that fits nothing was settled already; the broker sends no other kind.
        _ = messages.markReturned(
            row: content.properties.headers[Outbound.rowHeader]?.int64, exchange: exchange, routingKey: routingKey,
            messageID: content.properties.messageID,
            reason: ConfirmWindow.Reason(code: code, text: text))
    }
}

extension AMQPError {
    private static let basicPublish: UInt32 = 60 << 16 | 40

    /// Set when a message that was published is why the channel was closed: no such exchange (404), no permission for
    /// its routing key (403), too large or another's user id (406, 311).
    fileprivate var publishFailure: ConfirmWindow.Reason? {
        guard blamedMethod == Self.basicPublish, let replyCode else { return nil }
        return ConfirmWindow.Reason(code: replyCode, text: message)
    }
}
