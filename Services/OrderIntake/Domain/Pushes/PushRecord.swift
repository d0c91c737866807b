import Contracts
import FoundationEssentials

/// Something that a channel is to be told, as it is kept: once per business intent.
package struct PushRecord: Hashable, Sendable {
    package enum State: String, Sendable {
        /// The channel is told once the order is worked on.
        case waiting
        /// The channel is being told. What it refuses waits in the parked work, until a person has it tried again.
        case asked
        case done
        /// The channel needs no word of it.
        case notNeeded = "not_needed"
        /// A person gave it up.
        case discarded
    }

    /// Such as `fulfilment/<parcel>`.
    package let key: String
    package let order: OrderKey
    package let orderID: UUID
    package let push: ChannelPush
    package var state: State
    /// The channel's own reference of what it did.
    package var reference: String?
    /// Why it was not carried out.
    package var reason: Reason?
    /// What the channel has told us back of it: it is news of nothing.
    package var echo: PushEcho

    package init(
        key: String, order: OrderKey, orderID: UUID, push: ChannelPush, state: State = .asked,
        reference: String? = nil, reason: Reason? = nil, echo: PushEcho = PushEcho()
    ) {
        self.key = key
        self.order = order
        self.orderID = orderID
        self.push = push
        self.state = state
        self.reference = reference
        self.reason = reason
        self.echo = echo
    }

    /// What the engine knows the call by.
    package var effectKey: String { "push/\(key)" }

    /// Whether the channel was told, or is going to be.
    package var counts: Bool { state != .discarded }
}
