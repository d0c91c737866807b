import Contracts
import FoundationEssentials

/// What the page needs of the tables, outside of the engine's transactions.
package protocol ReturnPageReading: Sendable {
    /// - Returns: nil when the token is no good, or the order is not known.
    func page(token: String) async throws -> ReturnPage?

    /// What was answered to a request that is committed; nil when it is not handled yet.
    func answer(to requestID: UUID) async throws -> ReturnAnswered?
}
