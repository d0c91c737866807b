/// How a shop proves who it is.
package struct ShopCredentials: Hashable, Sendable {
    package static let none = ShopCredentials(secrets: [])

    /// Newest first; two during a rotation.
    package let secrets: [String]
    /// What the channel calls the shop; nil when it is not checked. The secret of an app is one for all shops that have
    /// installed it, so that a right signature alone does not say which of them speaks.
    package let domain: String?

    package init(secrets: [String], domain: String? = nil) {
        self.secrets = secrets
        self.domain = domain
    }

    /// - Parameter origin: the domain that the request names.
    package func admits(origin: String?) -> Bool {
        domain == nil || domain == origin?.lowercased()
    }
}
