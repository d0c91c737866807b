import AMQP
import Contracts
import FoundationEssentials
import WireJSON

/// What goes to the broker as one message: an envelope, or several that go the same way.
struct BrokerMessage: Sendable {
    let exchange: String
    let routingKey: String
    let bytes: [UInt8]
    /// How many it holds.
    let envelopes: Int
    /// An array of envelopes, were it of one.
    private let isPack: Bool
    /// What the broker's own screens show of it: of the envelope, or of the first of several.
    private let shown: Shown

    private struct Shown {
        let id: UUID
        let type: MessageType
        let orderID: UUID?
        let time: Timestamp

        init(_ envelope: Envelope) {
            id = envelope.id
            type = envelope.type
            orderID = envelope.orderID
            time = envelope.time
        }
    }

    init(_ message: OutgoingMessage) {
        exchange = message.exchange
        routingKey = message.routingKey
        bytes = message.bytes
        envelopes = 1
        isPack = false
        shown = Shown(message.envelope)
    }

    /// As it was stored: an envelope or a pack.
    init(exchange: String, routingKey: String, bytes: [UInt8]) throws {
        self.exchange = exchange
        self.routingKey = routingKey
        self.bytes = bytes
        let root = try JSONDocument(parsing: bytes, limits: .message).root
        guard root.kind == .array else {
            envelopes = 1
            isPack = false
            shown = Shown(try ReceivedMessage(from: root).envelope)
            return
        }
        let parts = Array(root.elements)
        envelopes = parts.count
        isPack = true
        guard let first = parts.first else {
            throw root.error(.missing, "a pack without envelopes")
        }
        shown = Shown(try ReceivedMessage(from: first).envelope)
    }

    /// - Parameter messages: at least one, which all go the same way.
    init(packing messages: [BrokerMessage]) {
        let first = messages[0]
        exchange = first.exchange
        routingKey = first.routingKey
        bytes = EnvelopeBatch.join(messages.lazy.map(\.bytes))
        envelopes = messages.count
        isPack = true
        shown = first.shown
    }

    /// Made when it is published, since most messages leave in another's pack.
    var properties: MessageProperties {
        var properties = MessageProperties()
        properties.contentType = isPack ? Envelope.batchContentType : Envelope.contentType
        properties.messageID = shown.id.text
        properties.type = shown.type.rawValue
        // A pack is about several orders.
        properties.correlationID = isPack ? nil : shown.orderID?.text
        properties.timestamp = shown.time.seconds
        return properties
    }
}
