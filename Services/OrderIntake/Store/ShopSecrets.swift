/// Where the routes find out how a shop proves who it is.
package protocol ShopSecrets: Sendable {
    /// - Returns: ``ShopCredentials/none`` for a shop that is unknown, closed or has no secret, which a caller must not be
    ///   able to tell apart.
    /// - Throws: when it cannot be found out; the channel must then try again.
    func credentials(of shop: ShopKey) async throws -> ShopCredentials
}
