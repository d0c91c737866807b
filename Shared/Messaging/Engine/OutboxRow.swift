import AMQP
import Contracts
import FoundationEssentials
import WireJSON

/// An outbox row as it is kept in memory until its confirm.
struct OutboxRow: Sendable {
    let id: Int64
    let exchange: String
    let routingKey: String
    let bytes: [UInt8]
    /// Mirrors the envelope, so that the broker's own screens are of use.
    let properties: MessageProperties

    init(id: Int64, _ message: OutgoingMessage) {
        self.id = id
        exchange = message.exchange
        routingKey = message.routingKey
        bytes = message.envelope.jsonBytes
        properties = Self.properties(of: message.envelope)
    }

    /// A row as it was stored.
    init(id: Int64, exchange: String, routingKey: String, bytes: [UInt8]) throws {
        self.id = id
        self.exchange = exchange
        self.routingKey = routingKey
        self.bytes = bytes
        properties = Self.properties(of: try ReceivedMessage(parsing: bytes).envelope)
    }

    /// `mandatory`, except on the public exchange: an absent shop harms nobody.
    var outbound: Outbound {
        Outbound(
            id: id, exchange: exchange, routingKey: routingKey, mandatory: exchange != Topology.publicEvents,
            properties: properties, body: bytes)
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
}
