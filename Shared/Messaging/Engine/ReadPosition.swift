import Contracts

/// How far the service's own queues have been read, which decides what timers may fire: after a long stop, the reply
/// that makes a timer needless may lie in the queue behind thousands of others.
///
/// A queue that holds more for us than the prefetch allows fills us up to it within moments of each acknowledgement. One
/// that has not done so for a while has nothing that is not here already. One that has is read up to the latest time of
/// what was taken from it: nothing goes into a queue before its own time, and a queue keeps its order. What the admission
/// queue has brought may wait here while timers go past it, so that as much as one of it counts as a backlog.
struct ReadPosition: Sendable {
    private struct Queue {
        /// Deliveries that wait or are in the worker's hands.
        var outstanding = 0
        var inHand = 0
        var fullAt: ContinuousClock.Instant
        var readTo: Timestamp?
    }

    private let names: [String]
    private let admissions: String?
    private let prefetch: Int
    /// Those that have a consumer.
    private var queues: [String: Queue] = [:]

    /// - Parameters:
    ///   - names: the queues that matter, beside the admission queue; others are left out of account.
    ///   - admissions: the admission queue, where there is one.
    init(queues names: [String], admissions: String? = nil, prefetch: Int) {
        self.names = names
        self.admissions = admissions
        self.prefetch = prefetch
    }

    mutating func begin(at now: ContinuousClock.Instant) {
        for name in names { queues[name] = Queue(fullAt: now) }
    }

    mutating func stop() {
        for name in names { queues[name] = nil }
    }

    mutating func beginAdmissions(at now: ContinuousClock.Instant) {
        if let admissions { queues[admissions] = Queue(fullAt: now) }
    }

    mutating func stopAdmissions() {
        if let admissions { queues[admissions] = nil }
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
        guard queues.count == names.count + (admissions == nil ? 0 : 1) else { return .nothing }
        var bound = Bound.everything
        for (name, queue) in queues {
            let backlog = name == admissions ? 1 : prefetch
            guard queue.outstanding >= backlog || now - queue.fullAt < patience else { continue }
            guard let readTo = queue.readTo else { return .nothing }
            let safe = Timestamp(microseconds: readTo.microseconds - patience.wholeMicroseconds)
            if case .dueBy(let other) = bound, other < safe { continue }
            bound = .dueBy(safe)
        }
        return bound
    }
}
