import Contracts
import FoundationEssentials

/// Where the customers' pages of returns are, and for how long a link to one is good.
package struct ReturnPages: Hashable, Sendable {
    /// Without a slash at its end.
    package var base: String
    package var lifetime: Duration

    package init(base: String = "http://localhost:8087", lifetime: Duration = .seconds(86_400 * 60)) {
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.lifetime = lifetime
    }

    /// - Returns: nil when there is nothing to sign with.
    package func link(to orderID: UUID, at now: Timestamp, secrets: [LinkSecret]) -> String? {
        ReturnLink(orderID: orderID, expiresAt: now + lifetime).token(secrets: secrets).map { "\(base)/returns/\($0)" }
    }
}
