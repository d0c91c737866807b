import AMQP
import Contracts
import WireJSON

/// An outbox row as it is kept in memory until the confirms of its messages.
struct OutboxRow: Sendable {
    let id: Int64
    let exchange: String
    /// Of several messages to storefronts each one's, with spaces between them: no key of ours has one.
    let routingKey: String
    /// An envelope or a pack.
    let bytes: [UInt8]
    /// What goes to the broker: one message, or several to storefronts.
    let messages: [BrokerMessage]

    /// - Parameter pack: at least one, which all go the same way; see ``Packing``.
    init(id: Int64, packing pack: [BrokerMessage]) {
        let whole = pack.count == 1 ? pack[0] : BrokerMessage(packing: pack)
        let isWhole = whole.exchange != Topology.publicEvents
        self.id = id
        exchange = whole.exchange
        routingKey = isWhole ? whole.routingKey : pack.map(\.routingKey).joined(separator: " ")
        bytes = whole.bytes
        messages = isWhole ? [whole] : pack
    }

    /// As it was stored.
    /// - Throws: for what is no envelope and no pack of them, or has more or fewer routing keys.
    init(id: Int64, exchange: String, routingKey: String, bytes: [UInt8]) throws {
        let keys = routingKey.split(separator: " ")
        guard exchange == Topology.publicEvents, keys.count > 1 else {
            let message = try BrokerMessage(exchange: exchange, routingKey: routingKey, bytes: bytes)
            self.init(id: id, packing: [message])
            return
        }
        let parts = try EnvelopeBatch.split(bytes, contentType: Envelope.batchContentType)
        guard parts.count == keys.count else {
            throw HandlerError.park("routing_keys", "\(parts.count) envelopes with \(keys.count) routing keys")
        }
        self.init(
            id: id,
            packing: try zip(parts, keys).map { part, key in
                try BrokerMessage(exchange: exchange, routingKey: String(key), bytes: Array(part.rawBytes))
            })
    }

    var envelopes: Int { messages.reduce(0) { $0 + $1.envelopes } }

    /// `mandatory`, except on the public exchange: an absent shop harms nobody.
    /// What can come back names its row.
    var outbound: [Outbound] {
        messages.map { message in
            let isMandatory = exchange != Topology.publicEvents
            var properties = message.properties
            if isMandatory { properties.headers[Outbound.rowHeader] = .int64(id) }
            return Outbound(
                id: id, exchange: exchange, routingKey: message.routingKey, mandatory: isMandatory,
                properties: properties, body: message.bytes)
        }
    }
}
