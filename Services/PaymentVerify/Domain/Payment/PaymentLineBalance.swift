import Contracts
import FoundationEssentials

/// What one order line cost, and what was given back for it.
struct PaymentLineBalance: Hashable, Sendable {
    struct Key: Hashable, Sendable, Comparable {
        let paymentID: UUID
        let lineID: String

        static func < (left: Key, right: Key) -> Bool {
            (left.paymentID.text, left.lineID) < (right.paymentID.text, right.lineID)
        }
    }

    let key: Key
    /// Units and minor units; nil when the order did not say.
    var quantity: Int?
    var amount: Int64?
    /// Also while the provider is still being asked.
    var refundedQuantity = 0
    var refunded: Int64 = 0
}
