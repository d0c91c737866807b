import Logging
import Synchronization

/// Publishes with confirms on a thread and a connection of its own. Separate from any consumer, because a broker that
/// is low on memory stops reading from whoever publishes, acks included.
///
/// Nothing handed to it is lost while the process lives: what the broker has not answered for is sent again, with the
/// same message id and in the same order, on the next connection. The receiver must therefore expect repeats.
public final class AMQPPublisher: Sendable {
    private struct State {
        var inbox: [Outbound] = []
        var unsettled = 0
        /// Like `unsettled`, but falls only after the events have been told.
        var unreported = 0
        var isBlocked = false
        var drains: [UInt64: CheckedContinuation<Bool, Never>] = [:]
        var nextDrain: UInt64 = 0
    }

    private let configuration: AMQPConfiguration
    private let window: Int
    private let endsOnRefusal: Bool
    private let logger: Logger
    private let onEvent: @Sendable (PublisherEvent) -> Void
    private let loop = ConnectionLoop()
    private let state = Mutex(State())

    /// - Parameters:
    ///   - window: how many messages may be unconfirmed. Beyond 1000 nothing is gained.
    ///   - endsOnRefusal: whether `run()` ends when the first connection is refused for good. A process that is watched
    ///     rather than started by hand says so in its readiness and goes on trying: somebody may be about to put it right.
    ///   - onEvent: called on the publisher's own thread. It must not block, for heartbeats wait meanwhile.
    public init(
        configuration: AMQPConfiguration, window: Int = 1000, endsOnRefusal: Bool = true, logger: Logger,
        onEvent: @escaping @Sendable (PublisherEvent) -> Void
    ) {
        self.configuration = configuration
        self.window = window
        self.endsOnRefusal = endsOnRefusal
        self.logger = logger
        self.onEvent = onEvent
    }

    /// Connects and publishes until `close()` or cancellation, reconnecting as often as it takes. Runs only once.
    ///
    /// - Throws: unless told not to end on a refusal, `AMQPError` when the first connection fails for a reason that time does not cure: `.authentication`,
    ///   `.vhost`.
    public func run() async throws {
        try await loop.run(threadName: "amqp-publish") { () throws(AMQPError) in
            try self.runOnThread()
        }
    }

    /// Takes the messages over. Safe from any thread, before `run()` too, and does not wait: the caller watches
    /// `unsettled` to keep memory bounded.
    public func publish(_ messages: [Outbound]) {
        guard !messages.isEmpty else { return }
        let wasEmpty = state.withLock { state in
            defer { state.inbox += messages }
            state.unsettled += messages.count
            state.unreported += messages.count
            return state.inbox.isEmpty
        }
        if wasEmpty { loop.wake() }
    }

    /// Messages taken over that the broker has not answered for: waiting or unconfirmed. Already lowered when the event
    /// about a message is told.
    public var unsettled: Int { state.withLock { $0.unsettled } }
    /// The broker is low on memory or disk; nothing is sent.
    public var isBlocked: Bool { state.withLock { $0.isBlocked } }
    public var isConnected: Bool { loop.isConnected }

    /// Waits until nothing is unsettled and every event has been told.
    ///
    /// - Returns: false when the deadline passed, or the task was cancelled, before that.
    public func drain(deadline: ContinuousClock.Instant) async -> Bool {
        let ticket = state.withLock { state in
            defer { state.nextDrain += 1 }
            return state.nextDrain
        }
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.settled(ticket: ticket) }
            group.addTask {
                do {
                    try await Task.sleep(until: deadline, clock: .continuous)
                } catch {
                    // Cancelled: by the caller's task, or below because it was not needed.
                }
                return false
            }
            let isDrained = await group.next() ?? false
            group.cancelAll()
            return isDrained
        }
    }

    /// Closes channel and connection and waits for the end of `run()`. Does not wait for confirms: `drain` does.
    public func close() async {
        await loop.close()
    }

    private func settled(ticket: UInt64) async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if state.unreported == 0 { return true }
                    if Task.isCancelled { return false }
                    state.drains[ticket] = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.drains.removeValue(forKey: ticket) }?.resume(returning: false)
        }
    }

    // MARK: - On the thread

    private func runOnThread() throws(AMQPError) {
        var messages = ConfirmWindow(limit: window)
        try loop.repeatSessions(
            configuration, endsOnRefusal: endsOnRefusal,
            onFailure: { error in
                logger.warning("Publisher disconnected", metadata: ["error": "\(error)"])
                if isBlocked { setBlocked(false) }
                onEvent(.disconnected(error))
            }
        ) { connection, ready throws(AMQPError) in
            defer {
                messages.connectionLost()
                report(&messages)
            }
            try connection.selectConfirms()
            var session = PublisherSession(connection: connection)
            ready()
            logger.info("Publishing", metadata: ["unsettled": "\(unsettled)"])
            onEvent(.connected)
            try run(&session, &messages)
        }
    }

    private func run(_ session: inout PublisherSession, _ messages: inout ConfirmWindow) throws(AMQPError) {
        while true {
            let isClosing = loop.isClosing
            let arrived = state.withLock { state in
                defer { state.inbox = [] }
                return state.inbox
            }
            messages.enqueue(arrived)

            // Reads come before writes: a publish after an overdue heartbeat would wait for a frame without limit.
            if let isBlocked = try session.readAll(settling: &messages), isBlocked != self.isBlocked {
                setBlocked(isBlocked)
            }
            report(&messages)
            if isClosing {
                session.close()
                return
            }
            let next = try session.writeSome(of: &messages)
            report(&messages)
            switch next {
            case .more: continue
            case .wait(let limit, let untilWritable):
                loop.sleep(socket: session.socket, orWritable: untilWritable, atMost: limit)
            }
        }
    }

    private func setBlocked(_ isBlocked: Bool) {
        state.withLock { $0.isBlocked = isBlocked }
        logger.warning(isBlocked ? "The broker takes no messages" : "The broker takes messages again")
        onEvent(.blocked(isBlocked))
    }

    private func report(_ messages: inout ConfirmWindow) {
        guard let settlement = messages.takeSettlement() else { return }
        state.withLock { $0.unsettled -= settlement.count }
        if !settlement.confirmed.isEmpty { onEvent(.confirmed(settlement.confirmed)) }
        for (message, reason) in settlement.returned {
            onEvent(.returned(message, replyCode: reason.code, text: reason.text))
        }
        let drains = state.withLock { state in
            state.unreported -= settlement.count
            guard state.unreported == 0 else { return [CheckedContinuation<Bool, Never>]() }
            defer { state.drains = [:] }
            return Array(state.drains.values)
        }
        for drain in drains { drain.resume(returning: true) }
    }
}
