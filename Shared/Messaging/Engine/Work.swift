import AMQP
import Contracts
import FoundationEssentials
import WireJSON

/// One thing for a batch to do: an envelope, where it came from, and what must happen when it is committed.
///
/// An object, since it passes through many hands and an envelope has many parts to be counted.
final class Work: Sendable {
    enum Source: Sendable {
        /// From the broker; acknowledged after the commit of the last envelope of it, `isLast`: the broker knows a
        /// pack by one tag, and an acknowledged one never comes again.
        case delivery(DeliveryTag, queue: String, isLast: Bool)
        /// A message of the inbox whose next attempt is due, and how many it has had.
        case retry(attempts: Int)
        case timer(key: String)
        /// The result of an effect that this process performed.
        case effect(key: String)
        /// Handed in by this process itself, which waits for the commit.
        case local(LocalWaiter)
    }

    enum Content: Sendable {
        case message(ReceivedMessage)
        /// Not an envelope; it is parked with the reason.
        case unreadable(reason: String)
        /// An envelope that must not be run: delivered too often, or dead-lettered by the broker.
        case refused(ReceivedMessage, code: String, reason: String)
        /// An envelope that was there when processes died: it becomes a retry of its own, unrun, so that a poisonous one
        /// does not take its neighbours with it.
        case suspect(ReceivedMessage, reason: String)
    }

    /// The bytes as they came. Only what cannot be handled now needs them, so that nobody else pays for a copy.
    enum Raw: Sendable {
        case bytes([UInt8])
        /// A part of what its message holds anyway.
        case part(JSONNode)
        /// Of our own making.
        case envelope(Envelope)

        var content: [UInt8] {
            switch self {
            case .bytes(let bytes): bytes
            case .part(let json): Array(json.rawBytes)
            case .envelope(let envelope): envelope.jsonBytes
            }
        }

        /// In bytes, as far as somebody else decided how long it is.
        var size: Int {
            switch self {
            case .bytes(let bytes): bytes.count
            case .part(let json): json.rawBytes.count
            case .envelope: 0
            }
        }
    }

    let content: Content
    let source: Source
    let origin: HandlerContext.Origin
    private let raw: Raw
    /// Handle it in a batch of its own, after counting the run: it was there when processes died.
    let runsAlone: Bool
    let message: ReceivedMessage?
    /// The message's id; for what is unreadable an id made of its bytes, so that a repeat is recognised too.
    let id: UUID
    let orderID: UUID
    let hash: ContentHash

    init(
        content: Content, source: Source, origin: HandlerContext.Origin = .init(), raw: Raw, runsAlone: Bool = false
    ) {
        self.content = content
        self.source = source
        self.origin = origin
        self.raw = raw
        self.runsAlone = runsAlone
        switch content {
        case .message(let message), .refused(let message, _, _), .suspect(let message, _):
            self.message = message
            id = message.id
            orderID = message.orderID
            hash = message.hash
        case .unreadable:
            message = nil
            hash = ContentHash(of: raw.content)
            id = .v5("unreadable/\(origin.routingKey)", in: UUID(bytes: hash.bytes[...]))
            orderID = .zero
        }
    }

    /// Its row of the inbox, which is locked in this order.
    var key: (orderID: UUID, id: UUID) { (orderID, id) }

    /// What is kept when it cannot be handled now.
    var bytes: [UInt8] { raw.content }

    /// In bytes, as it came.
    var size: Int { raw.size }

    /// What may be kept of it. A storefront is free to write anything into its queue, also what nobody may keep.
    var keptBytes: [UInt8] { origin.routingKey.hasPrefix("orders.") ? CardRedaction.redacted(bytes) : bytes }

    var localWaiter: LocalWaiter? {
        if case .local(let waiter) = source { waiter } else { nil }
    }

    var isLocal: Bool { localWaiter != nil }

    var isDelivery: Bool {
        if case .delivery = source { true } else { false }
    }

    var isTimer: Bool {
        if case .timer = source { true } else { false }
    }

    /// Set when its commit completes a delivery.
    var completedTag: DeliveryTag? {
        if case .delivery(let tag, _, isLast: true) = source { tag } else { nil }
    }

    /// The queue whose delivery its commit completes.
    var completedQueue: String? {
        if case .delivery(_, let queue, isLast: true) = source { queue } else { nil }
    }

    /// When one of ours sent it; nil for what came from outside, whose clock is none of ours.
    var sentAt: Timestamp? {
        origin.routingKey.hasPrefix("orders.") ? nil : message?.envelope.time
    }

    /// What it is kept under when its id belongs to another content.
    var idOfContent: UUID { .v5("content/\(id.text)", in: UUID(bytes: hash.bytes[...])) }
}
