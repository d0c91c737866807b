import AMQP
import Contracts

/// An outbox row as it is kept in memory until its confirm.
struct OutboxRow: Sendable {
    let id: Int64
    let message: BrokerMessage

    /// `mandatory`, except on the public exchange: an absent shop harms nobody.
    var outbound: Outbound {
        Outbound(
            id: id, exchange: message.exchange, routingKey: message.routingKey,
            mandatory: message.exchange != Topology.publicEvents, properties: message.properties, body: message.bytes)
    }
}
