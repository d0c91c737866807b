/// Where the routes find out which secrets a shop signs with.
package protocol ShopSecrets: Sendable {
    /// - Returns: newest first; empty for a shop that is unknown, closed or has no secret, which a caller must not be
    ///   able to tell apart.
    /// - Throws: when it cannot be found out; the channel must then try again.
    func secrets(of shop: ShopKey) async throws -> [String]
}
