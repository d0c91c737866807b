import Contracts
import FoundationEssentials

/// One event for one endpoint: sent until it is taken or the schedule's patience is over, and then parked.
package struct WebhookDelivery: Hashable, Sendable {
    package enum State: String, Sendable {
        /// For an earlier one of the same order.
        case waiting
        case sending
        case retrying
        case delivered
        case parked
    }

    package let id: UUID
    package let endpointID: UUID
    package let orderID: UUID
    /// Of what is stored; what is new comes after all of it.
    package let position: Int64
    package let type: String
    /// JSON, as it is signed.
    package let body: String
    package private(set) var state: State
    package private(set) var attempts: Int
    package private(set) var replays: Int
    package private(set) var begunAt: Timestamp?
    /// Of the last answer; 0 for none.
    package private(set) var status: Int?
    package private(set) var reason: String?
    package private(set) var version: Int64

    package init(
        id: UUID, endpointID: UUID, orderID: UUID, position: Int64 = .max, type: String, body: String,
        state: State = .waiting, attempts: Int = 0, replays: Int = 0, begunAt: Timestamp? = nil, status: Int? = nil,
        reason: String? = nil, version: Int64 = 1
    ) {
        self.id = id
        self.endpointID = endpointID
        self.orderID = orderID
        self.position = position
        self.type = type
        self.body = body
        self.state = state
        self.attempts = attempts
        self.replays = replays
        self.begunAt = begunAt
        self.status = status
        self.reason = reason
        self.version = version
    }

    package var isOpen: Bool { state == .waiting || state == .sending || state == .retrying }

    /// The key of the attempt that is under way: another attempt is another effect, with the same webhook-id.
    package var effectKey: String { "webhook/\(id.text)/\(replays)/\(attempts)" }

    package mutating func begin(at now: Timestamp) {
        state = .sending
        attempts += 1
        begunAt = begunAt ?? now
        version += 1
    }

    package mutating func succeed(status: Int) {
        state = .delivered
        (self.status, reason) = (status, nil)
        version += 1
    }

    /// - Returns: how long to wait for the next attempt; nil when it is parked.
    package mutating func fail(
        status: Int, reason: String, isFinal: Bool, at now: Timestamp, by schedule: WebhookSchedule
    ) -> Duration? {
        (self.status, self.reason) = (status, reason)
        version += 1
        let delay = schedule.delay(after: attempts, of: id)
        guard !isFinal, now + delay <= (begunAt ?? now) + schedule.patience else {
            state = .parked
            return nil
        }
        state = .retrying
        return delay
    }

    package mutating func park(_ reason: String) {
        self.reason = reason
        state = .parked
        version += 1
    }

    package mutating func replay() {
        state = .waiting
        (attempts, begunAt) = (0, nil)
        replays += 1
        version += 1
    }
}
