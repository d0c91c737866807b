import Contracts

/// A step's command as it went out.
package struct StoredCommand: Sendable {
    package let envelope: Envelope
    /// The envelope's.
    package let bytes: [UInt8]
    package let routingKey: String

    package init(envelope: Envelope, bytes: [UInt8], routingKey: String) {
        self.envelope = envelope
        self.bytes = bytes
        self.routingKey = routingKey
    }
}
