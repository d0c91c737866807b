import Contracts
import FoundationEssentials

/// A decision on a payment, by the rules or by a person: kept for ever, never changed.
struct FraudDecision: Sendable {
    let paymentID: UUID
    /// The payment's version that it made, so that each has a place of its own.
    let sequence: Int64
    /// nil when a person decided.
    let ruleSet: Int?
    /// What the rules saw, as JSON.
    let inputs: [UInt8]?
    let score: Int
    let findings: [FraudFinding]
    /// `pass`, `review` or `deny`.
    let verdict: FraudVerdict
    /// Who decided, and why; nil when the rules did.
    var actor: String?
    var reason: String?
}
