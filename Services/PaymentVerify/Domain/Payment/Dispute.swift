import Contracts
import FoundationEssentials

/// A payment that its customer disputes at the bank.
struct Dispute: Hashable, Sendable {
    struct Key: Hashable, Sendable, Comparable {
        let paymentID: UUID
        /// The provider's.
        let disputeID: String

        static func < (left: Key, right: Key) -> Bool {
            (left.paymentID.text, left.disputeID) < (right.paymentID.text, right.disputeID)
        }
    }

    let key: Key
    var amount: Int64
    var reason: String
    var status: DisputeStatus
    /// What the provider has taken back for it.
    var taken: Int64 = 0
    var actor: String
}
