/// A request to a shop's address, as it came.
package struct WebhookRequest: Sendable {
    /// Such as `POST`.
    package let method: String
    /// Below the shop's address, such as `lineitems/5/cancel`; empty at the address itself.
    package let path: String
    /// The raw bytes, which a signature is over.
    package let body: [UInt8]
    /// The value of a header, by a name in any case.
    package let header: @Sendable (String) -> String?

    package init(
        method: String = "POST", path: String = "", body: [UInt8], header: @escaping @Sendable (String) -> String?
    ) {
        self.method = method
        self.path = path
        self.body = body
        self.header = header
    }

    /// Whether somebody hands over what he has asked the channel's interface for: pages of orders.
    package var isPage: Bool { method == "POST" && path == "pages" }

    /// Whether somebody hands over claims that he has asked the channel's interface for.
    package var isClaims: Bool { method == "POST" && path == "claims" }

    /// Whether it was posted to the address itself, as nearly all channels do.
    package var isPlain: Bool { method == "POST" && path.isEmpty }
}
