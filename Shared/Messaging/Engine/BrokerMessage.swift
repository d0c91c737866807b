import AMQP
import Contracts
import WireJSON

/// What goes to the broker as one message: an envelope, or several that go the same way.
struct BrokerMessage: Sendable {
    let exchange: String
    let routingKey: String
    let bytes: [UInt8]
    /// How many it holds.
    let envelopes: Int
    /// Mirrors the envelope, or the first of several, so that the broker's own screens are of use.
    let properties: MessageProperties

    init(_ message: OutgoingMessage) {
        exchange = message.exchange
        routingKey = message.routingKey
        bytes = message.envelope.jsonBytes
        envelopes = 1
        properties = Self.properties(of: message.envelope)
    }

    /// As it was stored: an envelope or a pack.
    init(exchange: String, routingKey: String, bytes: [UInt8]) throws {
        self.exchange = exchange
        self.routingKey = routingKey
        self.bytes = bytes
        let root = try JSONDocument(parsing: bytes, limits: .message).root
        guard root.kind == .array else {
            envelopes = 1
            properties = Self.properties(of: try ReceivedMessage(from: root).envelope)
            return
        }
        let parts = Array(root.elements)
        envelopes = parts.count
        guard let first = parts.first else {
            throw root.error(.missing, "a pack without envelopes")
        }
        properties = Self.properties(
            ofPackBeginningWith: Self.properties(of: try ReceivedMessage(from: first).envelope))
    }

    private init(packing messages: [BrokerMessage]) {
        let first = messages[0]
        exchange = first.exchange
        routingKey = first.routingKey
        bytes = EnvelopeBatch.join(messages.lazy.map(\.bytes))
        envelopes = messages.count
        properties = Self.properties(ofPackBeginningWith: first.properties)
    }

    /// What goes the same way, together.
    static func packed(_ messages: [BrokerMessage]) -> [BrokerMessage] {
        Packing.packs(of: messages) { ($0.exchange, $0.routingKey, $0.bytes.count) }.map { pack in
            pack.count == 1 ? pack[0] : BrokerMessage(packing: pack)
        }
    }

    private static func properties(of envelope: Envelope) -> MessageProperties {
        var properties = MessageProperties()
        properties.contentType = Envelope.contentType
        properties.messageID = envelope.id.text
        properties.type = envelope.type.rawValue
        properties.correlationID = envelope.orderID?.text
        properties.timestamp = envelope.time.seconds
        return properties
    }

    private static func properties(ofPackBeginningWith first: MessageProperties) -> MessageProperties {
        var properties = first
        properties.contentType = Envelope.batchContentType
        // It is about several orders.
        properties.correlationID = nil
        return properties
    }
}
