import Contracts

/// Where the performers find out how a shop is reached: what an operator has mended holds for the next attempt.
package protocol ShopConnections: Sendable {
    /// - Returns: nil for a shop that has none.
    func connection(of shop: ShopKey) async throws -> ShopConnection?
}
