import AMQP
import Contracts
import WireJSON

/// What goes to the broker as one message: an envelope, or several that go the same way.
struct BrokerMessage: Sendable {
    /// Bounds of a pack: it is handled, kept and confirmed as its envelopes are, but delivered as one.
    static let packedEnvelopes = 50
    static let packedBytes = 64 << 10

    let exchange: String
    let routingKey: String
    let bytes: [UInt8]
    /// Mirrors the envelope, or the first of several, so that the broker's own screens are of use.
    let properties: MessageProperties

    init(_ message: OutgoingMessage) {
        exchange = message.exchange
        routingKey = message.routingKey
        bytes = message.envelope.jsonBytes
        properties = Self.properties(of: message.envelope)
    }

    /// As it was stored: an envelope or a pack.
    init(exchange: String, routingKey: String, bytes: [UInt8]) throws {
        self.exchange = exchange
        self.routingKey = routingKey
        self.bytes = bytes
        let root = try JSONDocument(parsing: bytes, limits: .message).root
        guard root.kind == .array else {
            properties = Self.properties(of: try ReceivedMessage(from: root).envelope)
            return
        }
        guard let first = Array(root.elements).first else {
            throw root.error(.missing, "a pack without envelopes")
        }
        properties = Self.properties(
            ofPackBeginningWith: Self.properties(of: try ReceivedMessage(from: first).envelope))
    }

    private init(packing messages: ArraySlice<BrokerMessage>) {
        let first = messages[messages.startIndex]
        exchange = first.exchange
        routingKey = first.routingKey
        bytes = EnvelopeBatch.join(messages.lazy.map(\.bytes))
        properties = Self.properties(ofPackBeginningWith: first.properties)
    }

    /// Packs what goes the same way, each way in its order. What goes to storefronts stays single: their contract knows
    /// envelopes only.
    ///
    /// A batch has several messages for one way only where several messages were there at once: an idle system packs
    /// nothing, a busy one pays for a tenth of the rows, publishes, confirms and acknowledgements.
    static func packed(_ messages: [BrokerMessage]) -> [BrokerMessage] {
        guard messages.count > 1 else { return messages }
        var ways: [Way: [BrokerMessage]] = [:]
        var order: [Way] = []
        for message in messages {
            let way = Way(exchange: message.exchange, routingKey: message.routingKey)
            if ways[way] == nil { order.append(way) }
            ways[way, default: []].append(message)
        }
        return order.flatMap { way -> [BrokerMessage] in
            let messages = ways[way] ?? []
            return way.exchange == Topology.publicEvents ? messages : Self.pieces(of: messages)
        }
    }

    private struct Way: Hashable {
        let exchange: String
        let routingKey: String
    }

    private static func pieces(of messages: [BrokerMessage]) -> [BrokerMessage] {
        var pieces: [BrokerMessage] = []
        var start = 0
        while start < messages.count {
            var end = start + 1
            // The brackets, and a comma before each but the first.
            var size = 2 + messages[start].bytes.count
            while end < messages.count, end - start < packedEnvelopes,
                size + 1 + messages[end].bytes.count <= packedBytes
            {
                size += 1 + messages[end].bytes.count
                end += 1
            }
            pieces.append(end - start == 1 ? messages[start] : BrokerMessage(packing: messages[start..<end]))
            start = end
        }
        return pieces
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
