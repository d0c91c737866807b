import Contracts

/// How far the service's own queues have been read, which decides what timers may fire: after a long stop, the reply
/// that makes a timer needless may lie in the queue behind thousands of others.
///
/// A queue that holds more for us than the prefetch allows fills us up to it within moments of each acknowledgement. One
/// that has not done so for a while has nothing that is not here already. One that has is read up to the latest time of
/// what was taken from it: nothing goes into a queue before its own time, and a queue keeps its order.
struct ReadPosition: Sendable {
    private struct Queue {
        /// Deliveries that wait or are in the worker's hands.
        var outstanding = 0
        var inHand = 0
        var fullAt: ContinuousClock.Instant
        var readTo: Timestamp?
    }

    private let names: [String]
    private let prefetch: Int
    /// Empty without a consumer.
    private var queues: [String: Queue] = [:]

    /// - Parameter names: the queues that matter; others are left out of account.
    init(queues names: [String], prefetch: Int) {
        self.names = names
        self.prefetch = prefetch
    }

    mutating func begin(at now: ContinuousClock.Instant) {
        for name in names { queues[name] = Queue(fullAt: now) }
    }

    mutating func stop() {
        queues = [:]
    }

    mutating func arrived(_ name: String, at now: ContinuousClock.Instant) {
        queues[name]?.outstanding += 1
        if let outstanding = queues[name]?.outstanding, outstanding >= prefetch { queues[name]?.fullAt = now }
    }

    /// - Parameter sentAt: nil when its sender's clock is none of ours.
    mutating func taken(_ name: String, sentAt: Timestamp?) {
        queues[name]?.inHand += 1
        if let sentAt, sentAt > queues[name]?.readTo ?? Timestamp(microseconds: .min) {
            queues[name]?.readTo = sentAt
        }
    }

    /// What was taken is committed.
    mutating func settled(at now: ContinuousClock.Instant) {
        for (name, before) in queues {
            var queue = before
            if queue.outstanding >= prefetch { queue.fullAt = now }
            queue.outstanding -= queue.inHand
            queue.inHand = 0
            queues[name] = queue
        }
    }

    enum Bound: Equatable {
        case nothing
        case dueBy(Timestamp)
        case everything
    }

    /// Which timers may fire.
    /// - Parameter patience: for how long a queue must not have filled us up, and by how much senders' clocks may differ.
    func timers(at now: ContinuousClock.Instant, patience: Duration) -> Bound {
        guard !queues.isEmpty else { return .nothing }
        var bound = Bound.everything
        for queue in queues.values where queue.outstanding >= prefetch || now - queue.fullAt < patience {
            guard let readTo = queue.readTo else { return .nothing }
            let safe = Timestamp(microseconds: readTo.microseconds - patience.wholeMicroseconds)
            if case .dueBy(let other) = bound, other < safe { continue }
            bound = .dueBy(safe)
        }
        return bound
    }
}
