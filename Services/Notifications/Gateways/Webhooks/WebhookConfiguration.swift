/// How webhooks are sent.
package struct WebhookConfiguration: Sendable {
    /// For one request, from looking up the name to the last byte of the answer.
    package var timeout: Duration
    /// Whether this machine itself may be an endpoint, and by http; for development.
    package var allowsLoopback: Bool
    /// PEM file; the system's authorities when nil.
    package var authorities: String?

    package init(timeout: Duration = .seconds(15), allowsLoopback: Bool = false, authorities: String? = nil) {
        self.timeout = timeout
        self.allowsLoopback = allowsLoopback
        self.authorities = authorities
    }
}
