import Contracts
import FoundationEssentials

/// What one customer is told of one milestone. The row remembers it, so that it is told once.
package struct MilestoneNotification: Hashable, Sendable {
    package enum State: String, Sendable {
        case pending, sent, refused
        case noAddress = "no_address"
    }

    package static let channel = "email"

    package let id: UUID
    package let orderID: UUID
    package let milestone: Milestone
    package let aggregate: UUID
    package let language: MailLanguage
    package let recipient: String?
    /// Names the order, never the customer.
    package let subject: String
    package let messageID: String
    package private(set) var state: State
    /// Why it was refused.
    package private(set) var reason: Reason?
    package private(set) var sentAt: Timestamp?
    package private(set) var version: Int64

    package init(
        id: UUID, orderID: UUID, milestone: Milestone, aggregate: UUID, language: MailLanguage, recipient: String?,
        subject: String, messageID: String, state: State? = nil, reason: Reason? = nil, sentAt: Timestamp? = nil,
        version: Int64 = 1
    ) {
        self.id = id
        self.orderID = orderID
        self.milestone = milestone
        self.aggregate = aggregate
        self.language = language
        self.recipient = recipient
        self.subject = subject
        self.messageID = messageID
        self.state = state ?? (recipient == nil ? .noAddress : .pending)
        self.reason = reason
        self.sentAt = sentAt
        self.version = version
    }

    /// The effect's key: two messages with one key are one message.
    package static func key(_ milestone: Milestone, of aggregate: UUID) -> String {
        "\(channel)/\(milestone.rawValue)/\(aggregate.text)"
    }

    package static func id(ofKey key: String) -> UUID { .v5("notification/\(key)") }

    package mutating func markSent(at moment: Timestamp) {
        state = .sent
        sentAt = moment
        version += 1
    }

    package mutating func markRefused(_ reason: Reason) {
        state = .refused
        self.reason = reason
        version += 1
    }
}
