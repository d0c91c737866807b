import AMQP
import Contracts

/// An outbox row as it is kept in memory until its confirm.
struct OutboxRow: Sendable {
    let id: Int64
    let message: BrokerMessage

    /// `mandatory`, except on the public exchange: an absent shop harms nobody.
    /// What can come back names its row.
    var outbound: Outbound {
        let isMandatory = message.exchange != Topology.publicEvents
        var properties = message.properties
        if isMandatory { properties.headers[Outbound.rowHeader] = .int64(id) }
        return Outbound(
            id: id, exchange: message.exchange, routingKey: message.routingKey, mandatory: isMandatory,
            properties: properties, body: message.bytes)
    }
}
