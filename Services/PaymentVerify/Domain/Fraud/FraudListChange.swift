import Contracts

/// A person's word about a buyer: appended for ever, and what the list says from then on.
struct FraudListChange: Hashable, Sendable {
    let subject: FraudSubject
    /// nil: taken off the list.
    let effect: FraudInputs.Listing.Effect?
    let reason: String
    let actor: String
    var expiresAt: Timestamp?
}
