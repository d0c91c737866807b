import Contracts

/// A step's command as it went out.
package struct StoredCommand: Sendable {
    package let envelope: Envelope
    package let exchange: String
    package let routingKey: String

    package init(envelope: Envelope, exchange: String, routingKey: String) {
        self.envelope = envelope
        self.exchange = exchange
        self.routingKey = routingKey
    }
}
