import Contracts
import FoundationEssentials

/// An order that a question to the channel brought although its webhooks should have.
package struct Recovery: Hashable, Sendable {
    package let order: OrderKey
    package let messageID: UUID
    package let way: PollKind
    package let outcome: String
    package let channelUpdatedAt: Timestamp
}
